import fc from 'fast-check';
import { expect, test } from 'vitest';
import { iJsonFlaw } from '../../src/api/i-json.js';

const NESTED = (levels: number) => `${'['.repeat(levels)}${']'.repeat(levels)}`;

test.each([
  ['{"a":1,"a":2}', 'the name `a` stands twice in one object'],
  ['{"a":{"b":1,"c":[{}],"b":2}}', 'the name `b` stands twice in one object'],
  // One name in two spellings.
  ['{"a":1,"\\u0061":2}', 'the name `a` stands twice in one object'],
  ['["\\ud800"]', 'a string holds half of a surrogate pair'],
  ['{"\\udc00":1}', 'a string holds half of a surrogate pair'],
  ['["\\udc00\\ud800"]', 'a string holds half of a surrogate pair'],
  ['{"a":1e400}', 'a number is too large to be one'],
  [`[-${'9'.repeat(400)}]`, 'a number is too large to be one'],
  [NESTED(33), 'it is nested more than 32 levels deep'],
])('%s has more than one meaning', (text, why) => {
  expect(iJsonFlaw(text)).toBe(why);
});

test.each([
  '{"a":{"a":1},"b":[{"a":1},{"a":2}]}',
  '{"a":"{\\"a\\":1,\\"a\\":2}"}',
  '["a","a",{"\\\\":"\\\\\\""}]',
  '["\\ud83d\\ude00","\\\\ud800"]',
  '[1e308,-0,5e-324]',
  NESTED(32),
])('%s has one', (text) => {
  expect(iJsonFlaw(text)).toBeUndefined();
});

test('what is written from a value has one meaning, until a member is repeated', () => {
  const value = fc.jsonValue({ depthSize: 'medium', noUnicodeString: false });
  fc.assert(
    fc.property(value, fc.string({ unit: 'grapheme' }), (inner, name) => {
      const text = JSON.stringify({ [name]: inner });
      const member = text.slice(1, -1);
      expect(iJsonFlaw(text)).toBeUndefined();
      expect(iJsonFlaw(`[${text},${text}]`)).toBeUndefined();
      expect(iJsonFlaw(`{${member},${member}}`)).toContain('stands twice');
    }),
  );
});
