import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalize } from '../../src/canonical.js';
import { LineScanner } from '../../src/entry/scan.js';
import { LIMITS } from '../../src/limits.js';
import { makeLog } from '../support/log.js';

/** Random runs of the comparisons that are worth running long. */
const RUNS = process.env.REIN_TEST_FULL === undefined ? 3_000 : 300_000;
const TIMEOUT_MS = 600_000;

const scanner = new LineScanner();

function scans(line: Buffer): boolean {
  return scanner.scan(line, 0, line.length);
}

/** The definition: canonical JSON is what writing it anew does not change. */
function isCanonicalObject(line: Buffer): boolean {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(line);
    const value: unknown = JSON.parse(text);
    return text.startsWith('{') && canonicalize(value) === text;
  } catch {
    return false;
  }
}

const object = fc.dictionary(
  fc.oneof(fc.string({ unit: 'binary', maxLength: 4 }), fc.constantFrom('hash', 'kind', 'v', 'é')),
  fc.jsonValue({ stringUnit: 'binary', maxDepth: 4 }),
);

describe('LineScanner', () => {
  it('takes whatever canonicalize writes', () => {
    fc.assert(
      fc.property(object, (value) => {
        expect(scans(Buffer.from(canonicalize(value)))).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });

  it(
    'agrees with parse-and-write on lines with one changed, added or removed byte',
    () => {
      const edit = fc.record({
        at: fc.nat(),
        byte: fc.oneof(fc.nat(255), fc.constantFrom(...Buffer.from('"\\{}[]:,0123456789-+.eEu '))),
        how: fc.constantFrom('change', 'insert', 'remove'),
      });
      fc.assert(
        fc.property(object, fc.array(edit, { minLength: 1, maxLength: 2 }), (value, edits) => {
          let line = Buffer.from(canonicalize(value));
          for (const { at, byte, how } of edits) {
            const index = at % (line.length + 1);
            const rest = line.subarray(how === 'insert' ? index : index + 1);
            const inserted = how === 'remove' ? Buffer.alloc(0) : Buffer.of(byte);
            line = Buffer.concat([line.subarray(0, index), inserted, rest]);
          }
          expect(scans(line)).toBe(isCanonicalObject(line));
        }),
        { numRuns: RUNS },
      );
    },
    TIMEOUT_MS,
  );

  it(
    'agrees with parse-and-write on any text made of JSON tokens',
    () => {
      const token = fc.constantFrom(
        ...['{', '}', '[', ']', ',', ':', '"a"', '"b"', '"\\n"', '"\\u0001"', '"\\u000a"', '"\\/"'],
        ...['0', '-0', '1', '-1', '1.0', '1.5', '1e3', '1e+21', '1e21', '01', 'true', 'null', ' '],
      );
      fc.assert(
        fc.property(fc.array(token, { maxLength: 12 }), (tokens) => {
          const line = Buffer.from(`{"a":${tokens.join('')}}`);
          expect(scans(line)).toBe(isCanonicalObject(line));
        }),
        { numRuns: RUNS },
      );
    },
    TIMEOUT_MS,
  );

  it.each([
    ['5e-324'],
    ['1.7976931348623157e+308'],
    ['9007199254740993'],
    ['9007199254740992'],
    ['123456789012345678901'],
    ['100000000000000000000'],
    ['1000000000000000000000'],
    ['1e400'],
    ['0.0000010'],
    ['0.000001'],
    ['1e-7'],
    ['-'],
    ['1.'],
    ['.5'],
    ['Infinity'],
    ['0x10'],
  ])('takes the number %s exactly if it is canonical', (text) => {
    const line = Buffer.from(`{"a":${text}}`);
    expect(scans(line)).toBe(isCanonicalObject(line));
  });

  it.each([
    ['names in the wrong order', '{"b":1,"a":2}'],
    ['a name twice', '{"a":1,"a":2}'],
    ['a name twice, deep inside', '{"a":[{"b":1,"b":2}]}'],
    ['names in byte order where it is not UTF-16 order', '{"\ufb33":1,"\u{1f600}":2}'],
    ['an escape that is not needed', '{"\\u0061":1}'],
    ['an escape in capitals', '{"a":"\\u001F"}'],
    ['a long escape where there is a short one', '{"a":"\\u000a"}'],
    ['an escaped surrogate pair', '{"a":"\\ud83d\\ude00"}'],
    ['an escaped half of one', '{"a":"\\ud800"}'],
    ['a raw tab', '{"a":"\t"}'],
    ['white space', '{"a": 1}'],
    ['something behind the object', '{"a":1}x'],
    ['a byte order mark', '\ufeff{"a":1}'],
    ['an array', '[1]'],
    ['nothing', ''],
    ['an unfinished string', '{"a'],
    ['an unfinished escape', '{"a":"\\'],
    ['an unfinished long escape', '{"a":"\\u00'],
  ])('refuses %s', (_, text) => {
    expect(scans(Buffer.from(text))).toBe(false);
  });

  it.each([
    ['an overlong slash', [0xc0, 0xaf]],
    ['half a surrogate pair', [0xed, 0xa0, 0x80]],
    ['a lone continuation', [0x80]],
    ['a cut sequence', [0xe2, 0x82]],
    ['a code point past the last', [0xf4, 0x90, 0x80, 0x80]],
  ])('refuses %s', (_, bytes) => {
    expect(
      scans(Buffer.concat([Buffer.from('{"a":"'), Buffer.from(bytes), Buffer.from('"}')])),
    ).toBe(false);
  });

  it('stops at the depth canonicalize stops at', () => {
    const nest = (levels: number): Buffer =>
      Buffer.from(`{"a":${'['.repeat(levels - 1)}${']'.repeat(levels - 1)}}`);
    expect(scans(nest(LIMITS.depth))).toBe(true);
    expect(scans(nest(LIMITS.depth + 1))).toBe(false);
    expect(scans(Buffer.from(`{"a":${'['.repeat(500_000)}`))).toBe(false);
  });

  it('looks at nothing outside the range', () => {
    const line = Buffer.from('{"a":1}{"a":"b"}');
    expect(scanner.scan(line, 7, 16)).toBe(true);
    expect(scanner.scan(line, 0, 7)).toBe(true);
    for (let end = 1; end < 7; end++) expect(scanner.scan(line, 0, end)).toBe(false);
    for (let end = 8; end < 16; end++) expect(scanner.scan(line, 7, end)).toBe(false);
  });

  it('knows where the members of the ledger lie', () => {
    const { lines, entries } = makeLog(3);
    const [line, entry] = [lines[2], entries[2]];
    if (line === undefined || entry === undefined) throw new Error('no third entry');
    expect(scanner.scan(line, 0, line.length - 1)).toBe(true);
    for (const [name, { name: at, start, end }] of Object.entries(scanner.own)) {
      expect(line.toString('utf8', at, end)).toBe(`"${name}":${JSON.stringify(entry[name])}`);
      expect(line.toString('utf8', start, end)).toBe(JSON.stringify(entry[name]));
    }
  });

  it('does not take a member of a member for one of its own', () => {
    expect(scans(Buffer.from('{"a":{"hash":"x","v":1}}'))).toBe(true);
    expect(Object.values(scanner.own).every(({ start }) => start === 0)).toBe(true);
  });

  it('says where it gave up', () => {
    expect(scans(Buffer.from('{"a":1,"b":tru}'))).toBe(false);
    expect(scanner.faultAt).toBe(11);
  });
});
