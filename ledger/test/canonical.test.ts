import reference from 'canonicalize';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalize } from '../src/canonical.js';
import { LIMITS } from '../src/limits.js';
import { codeOf } from './support/code-of.js';

/** RFC 8785 appendix B: the bits of a double, and how it is printed. */
const NUMBERS: readonly [string, string][] = [
  ['0000000000000000', '0'],
  ['8000000000000000', '0'],
  ['0000000000000001', '5e-324'],
  ['8000000000000001', '-5e-324'],
  ['7fefffffffffffff', '1.7976931348623157e+308'],
  ['ffefffffffffffff', '-1.7976931348623157e+308'],
  ['4340000000000000', '9007199254740992'],
  ['c340000000000000', '-9007199254740992'],
  ['4430000000000000', '295147905179352830000'],
  ['44b52d02c7e14af5', '9.999999999999997e+22'],
  ['44b52d02c7e14af6', '1e+23'],
  ['44b52d02c7e14af7', '1.0000000000000001e+23'],
  ['444b1ae4d6e2ef4e', '999999999999999700000'],
  ['444b1ae4d6e2ef4f', '999999999999999900000'],
  ['444b1ae4d6e2ef50', '1e+21'],
  ['3eb0c6f7a0b5ed8c', '9.999999999999997e-7'],
  ['3eb0c6f7a0b5ed8d', '0.000001'],
  ['41b3de4355555553', '333333333.3333332'],
  ['41b3de4355555554', '333333333.33333325'],
  ['41b3de4355555555', '333333333.3333333'],
  ['41b3de4355555556', '333333333.3333334'],
  ['41b3de4355555557', '333333333.33333343'],
  ['becbf647612f3696', '-0.0000033333333333333333'],
  ['43143ff3c1cb0959', '1424953923781206.2'],
];

function double(bits: string): number {
  return Buffer.from(bits, 'hex').readDoubleBE();
}

describe('canonicalize', () => {
  it.each(NUMBERS)('prints the double %s as %s', (bits, text) => {
    expect(canonicalize(double(bits))).toBe(text);
  });

  it('writes the literals, numbers and strings of RFC 8785 section 3.2.2', () => {
    const input = JSON.parse(
      String.raw`{"numbers":[333333333.33333329,1E30,4.50,2e-3,0.000000000000000000000000001],
        "string":"\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/","literals":[null,true,false]}`,
    );
    const expected = String.raw`{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\u000f\nA'B\"\\\\\"/"}`;
    expect(canonicalize(input)).toBe(expected);
  });

  it('sorts by UTF-16 units, as in RFC 8785 section 3.2.3', () => {
    const input = JSON.parse(
      String.raw`{"\u20ac":1,"\r":2,"\ufb33":3,"1":4,"\ud83d\ude00":5,"\u0080":6,"\u00f6":7}`,
    );
    const expected = '{"\\r":2,"1":4,"\u0080":6,"\u00f6":7,"\u20ac":1,"\u{1f600}":5,"\ufb33":3}';
    expect(canonicalize(input)).toBe(expected);
  });

  it('sorts names that are integers as text, not as numbers', () => {
    const input = { 1: { f: { f: 'hi', F: 5 }, '\n': 56 }, 10: {}, '': 'empty', a: {}, 111: [{}] };
    const expected = '{"":"empty","1":{"\\n":56,"f":{"F":5,"f":"hi"}},"10":{},"111":[{}],"a":{}}';
    expect(canonicalize(input)).toBe(expected);
  });

  it('does what the canonicalize package does', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 8 }), (value) => {
        expect(canonicalize(value)).toBe(reference(value));
      }),
      { numRuns: 2000 },
    );
  });

  it('is undone by JSON.parse, and stays itself', () => {
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: 'binary' }), (value) => {
        const text = canonicalize(value);
        expect(canonicalize(JSON.parse(text))).toBe(text);
      }),
    );
  });

  it('takes a member named __proto__ as any other', () => {
    const value: unknown = JSON.parse('{"__proto__":{"a":1},"z":2}');
    expect(canonicalize(value)).toBe('{"__proto__":{"a":1},"z":2}');
  });
});

describe('canonicalize refuses', () => {
  const unfit: readonly [string, unknown][] = [
    ['NaN', Number.NaN],
    ['Infinity', Number.POSITIVE_INFINITY],
    ['-Infinity', Number.NEGATIVE_INFINITY],
    ['undefined', undefined],
    ['a bigint', 1n],
    ['a symbol', Symbol('s')],
    ['a function', () => 1],
    ['a date', new Date(0)],
    ['a map', new Map()],
    ['bytes', Buffer.from('a')],
    ['a hole in an array', Array(1)],
  ];

  it.each(unfit)('%s, at the top, in an array and in an object', (_, value) => {
    expect(codeOf(() => canonicalize(value))).toBe('not-json');
    expect(codeOf(() => canonicalize([1, value]))).toBe('not-json');
    expect(codeOf(() => canonicalize({ a: value }))).toBe('not-json');
  });

  it.each(['\ud800', 'a\udc00b', '\udc00\ud800'])('half a surrogate pair', (text) => {
    expect(codeOf(() => canonicalize(text))).toBe('lone-surrogate');
    expect(codeOf(() => canonicalize({ [text]: 1 }))).toBe('lone-surrogate');
  });

  it('what is too deep, but not what is just deep enough', () => {
    const nest = (levels: number): unknown =>
      levels === 0 ? 1 : levels % 2 === 0 ? [nest(levels - 1)] : { a: nest(levels - 1) };
    expect(canonicalize(nest(LIMITS.depth))).toContain('1');
    expect(codeOf(() => canonicalize(nest(LIMITS.depth + 1)))).toBe('too-deep');
  });

  it('a value that contains itself', () => {
    const cycle: { self?: unknown } = {};
    cycle.self = { inner: [cycle] };
    expect(codeOf(() => canonicalize(cycle))).toBe('too-deep');
  });

  it('a small value with a huge text', () => {
    let value: unknown = 'x'.repeat(64);
    for (let level = 0; level < LIMITS.depth - 1; level++) value = [value, value];
    expect(codeOf(() => canonicalize(value))).toBe('too-large');
  });

  it('and names the place', () => {
    expect(() => canonicalize({ a: [1, { b: Number.NaN }] })).toThrow('`$.a[1].b` holds NaN');
  });
});
