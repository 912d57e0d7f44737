import { TO_ENGINE } from '@rein/contract';
import { describe, expect, it } from 'vitest';
import {
  approveFrame,
  decideFrame,
  nameFrame,
  protectFrame,
  REASON_BYTES_MAX,
} from '../../src/frames/encode.js';

describe('frames to the engine', () => {
  it('lays out a name with its addresses', () => {
    const frame = nameFrame('db.internal', ['10.1.2.3', '2001:db8::7', 'fe80::1%eth0']);
    expect(frame.readUInt32LE(0)).toBe(1 + 3 * 16 + 'db.internal'.length);
    expect(frame.readUInt32LE(4)).toBe(TO_ENGINE.name);
    expect(frame[8]).toBe(3);
    expect(frame.subarray(9, 25).toString('hex')).toBe('00000000000000000000ffff0a010203');
    expect(frame.subarray(25, 41).toString('hex')).toBe('20010db8000000000000000000000007');
    expect(frame.subarray(41, 57).toString('hex')).toBe('fe800000000000000000000000000001');
    expect(frame.subarray(57).toString()).toBe('db.internal');
  });

  it('reads mapped and full IPv6 addresses', () => {
    const hex = (address: string) => nameFrame('x', [address]).subarray(9, 25).toString('hex');
    expect(hex('::ffff:192.0.2.1')).toBe('00000000000000000000ffffc0000201');
    expect(hex('::')).toBe('0'.repeat(32));
    expect(hex('1:2:3:4:5:6:7:8')).toBe('00010002000300040005000600070008');
    expect(() => hex('example.com')).toThrow('`example.com` is not an IP address');
  });

  it('never sends more addresses than the count can say', () => {
    const many = Array.from({ length: 300 }, (_, i) => `10.0.${i >> 8}.${i & 0xff}`);
    const frame = nameFrame('many', many);
    expect(frame[8]).toBe(255);
    expect(frame.readUInt32LE(0)).toBe(1 + 255 * 16 + 4);
  });

  it('lays out a decision, and cuts its reason at a whole character', () => {
    const frame = decideFrame(0x0102030405060708n, true, 'fine');
    expect(frame.subarray(8).toString('hex')).toBe(
      `080706050403020101${Buffer.from('fine').toString('hex')}`,
    );
    const reason = decideFrame(1n, false, `x${'é'.repeat(REASON_BYTES_MAX)}`).subarray(17);
    expect(reason.length).toBe(REASON_BYTES_MAX - 1);
    expect(reason.toString('utf8')).toBe(`x${'é'.repeat((REASON_BYTES_MAX - 2) / 2)}`);
  });

  it('says a process by its number', () => {
    const frame = protectFrame(0x01020304);
    expect(frame.readUInt32LE(4)).toBe(TO_ENGINE.protect);
    expect(frame.subarray(8).toString('hex')).toBe('04030201');
  });

  it('parts a class from its reason with a NUL', () => {
    expect(approveFrame('deploy', 'friday').subarray(8).toString()).toBe('deploy\0friday');
  });
});
