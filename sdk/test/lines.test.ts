import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { actionLine, createLineReader, readActionLine } from '../src/index.js';

interface Fixture {
  readonly line: string;
  readonly ok: boolean;
}
const FIXTURES: Fixture[] = JSON.parse(
  readFileSync(new URL('fixtures/lines.json', import.meta.url), 'utf8'),
);

it.each(FIXTURES)('$ok: $line', ({ line, ok }) => {
  expect(readActionLine(line, 7)).toMatchObject({ ok, line: 7 });
});

it('says what is wrong, and in which line', () => {
  const reader = createLineReader();
  const text = '\n{"syscall":"fs.list","args":{"path":"."}}\nnonsense\n{"version":9}\n';
  expect(reader.take(Buffer.from(text))).toMatchObject([
    { ok: true, line: 2 },
    { ok: false, line: 3, why: 'it is not JSON' },
    { ok: false, line: 4 },
  ]);
});

it('reads the same however an output is cut into pieces', () => {
  const whole = Buffer.from(
    `${actionLine({ version: 1, syscall: 'fs.write', args: { path: 'ä', content: '€😀', encoding: 'utf8' } })}x\n\n{"a":"é"}\nlast`,
  );
  const all = (cuts: number[]) => {
    const reader = createLineReader();
    const places = [0, ...cuts.sort((a, b) => a - b), whole.length];
    const pieces = places.slice(1).map((end, i) => whole.subarray(places[i], end));
    return [...pieces.flatMap((piece) => reader.take(piece)), ...reader.end()];
  };
  const expected = all([]);
  expect(expected).toHaveLength(4);
  const same = fc.property(fc.array(fc.nat(whole.length), { maxLength: 12 }), (cuts) => {
    expect(all(cuts)).toEqual(expected);
  });
  fc.assert(same);
});

it('takes no line for another one: bytes that are no UTF-8 are none', () => {
  const reader = createLineReader();
  const good = '{"syscall":"fs.write","args":{"path":"a","content":"ü"}}\n';
  const found = reader.take(Buffer.concat([Buffer.from(good, 'latin1'), Buffer.from(good)]));
  expect(found).toMatchObject([
    { ok: false, line: 1, why: 'it is not UTF-8' },
    { ok: true, line: 2 },
  ]);
});

it('keeps no more of a line than a line may have', () => {
  const reader = createLineReader();
  for (let i = 0; i < 50; i += 1) expect(reader.take(Buffer.alloc(65_536, 'x'))).toEqual([]);
  expect(reader.take(Buffer.from('\nnull\n'))).toMatchObject([
    { ok: false, line: 1 },
    { ok: false, line: 2 },
  ]);
});
