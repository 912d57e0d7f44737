import { SocketAddress } from 'node:net';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseV6 } from '../../src/endpoint/address.js';
import { endpointKey } from '../../src/endpoint/key.js';

const groups = fc.array(fc.oneof(fc.constant(0), fc.nat(0xffff)), { minLength: 8, maxLength: 8 });

describe('IPv6 addresses', () => {
  it('are read as the platform writes them', () => {
    const agree = fc.property(groups, (words) => {
      const long = words.map((word) => word.toString(16)).join(':');
      const { address } = new SocketAddress({ address: long, family: 'ipv6' });
      const bytes = words.flatMap((word) => [word >> 8, word & 0xff]);
      expect([...(parseV6(long) ?? [])]).toEqual(bytes);
      expect([...(parseV6(address) ?? [])]).toEqual(bytes);
    });
    fc.assert(agree);
  });

  it.each([
    ['::', 0],
    ['::1', 1],
    ['::ffff:1.2.3.4', 4],
    ['1:2:3:4:5:6:1.2.3.4', 4],
    ['1:2:3:4:5:6:7::', 0],
  ])('%s ends in %i', (text, last) => {
    expect(parseV6(text)?.at(-1)).toBe(last);
  });

  it.each(['', ':', ':::', '1:2:3:4:5:6:7:8::', '1.2.3.4', '::1.2.3.4:5', '1:::2', 'g::'])(
    '%j is none',
    (text) => {
      expect(parseV6(text)).toBeNull();
    },
  );
});

describe('endpoint keys', () => {
  it('are a kind, then what names the endpoint', () => {
    const address = parseV6('::ffff:1.2.3.4') ?? new Uint8Array();
    const inet = endpointKey({ kind: 'inet', address, port: 0x0102 });
    expect([...inet]).toEqual([0x69, ...new Array(10).fill(0), 0xff, 0xff, 1, 2, 3, 4, 1, 2]);
    const path = Uint8Array.of(0x2f, 0x78);
    expect([...endpointKey({ kind: 'unix', path })]).toEqual([0x75, 0x2f, 0x78]);
    expect([...endpointKey({ kind: 'other', family: 16 })]).toEqual([0x6f, 0, 16]);
  });
});
