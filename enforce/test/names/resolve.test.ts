import { expect, it } from 'vitest';
import { followNames } from '../../src/names/resolve.js';

it('sends what names resolve to, and names those without an address', async () => {
  const frames: string[] = [];
  const names = followNames(
    ['a.example', 'b.example', 'empty.example'],
    (frame) => frames.push(`${frame[8]} ${frame.subarray(9 + 16 * (frame[8] ?? 0)).toString()}`),
    async (name) => {
      if (name === 'b.example') throw new Error('ENOTFOUND');
      return name === 'a.example' ? ['192.0.2.1', '2001:db8::1'] : [];
    },
  );
  expect(await names.first).toEqual(['b.example', 'empty.example']);
  names.stop();
  expect(frames).toEqual(['2 a.example']);
});

it('knows what /etc/hosts says', async () => {
  const frames: Buffer[] = [];
  const names = followNames(['localhost'], (frame) => frames.push(frame));
  expect(await names.first).toEqual([]);
  names.stop();
  expect(frames).toHaveLength(1);
  // 127.0.0.1, ::1 or both, whatever the file says first.
  const address = frames[0]?.subarray(9, 25).toString('hex') ?? '';
  expect(address).toMatch(/^(0{20}ffff7f000001|0{31}1)$/);
});
