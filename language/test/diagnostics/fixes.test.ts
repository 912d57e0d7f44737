import fc from 'fast-check';
import { expect, it } from 'vitest';
import { check, type Diagnostic, parseInline } from '../../src/index.js';

const PREFIX = 'source SECRET = file "s"\nrule r:\n  block connect any if SECRET\n  ';

function found(text: string): readonly Diagnostic[] {
  return check(parseInline(text)).diagnostics;
}

/** The text after the first fix that is offered. */
function mended(text: string): string {
  const fix = found(text).find((one) => one.fix !== undefined)?.fix;
  if (fix === undefined) return text;
  return text.slice(0, fix.span.start) + fix.text + text.slice(fix.span.end);
}

it.each([
  ['blok exec "x"', 'block exec "x"'],
  ['deny exec "x"', 'block exec "x"'],
  ['block wirte "x"', 'block write "x"'],
  ['block delete "x"', 'block unlink "x"'],
  ["block exec 'it'", 'block exec "it"'],
  ['block exec “git”', 'block exec "git"'],
  ['block exec git', 'block exec "git"'],
  ['block exec "git" --force', 'block exec "git" "--force"'],
  ['block write src/**', 'block write "src/**"'],
  ['block write *', 'block write any'],
  ['block exec "x" if SECRIT', 'block exec "x" if SECRET'],
  ['block exec "x" if AGNET', 'block exec "x" if AGENT'],
])('mends `%s`', (broken, right) => {
  expect(mended(PREFIX + broken)).toBe(PREFIX + right);
  expect(found(PREFIX + right)).toEqual([]);
});

it('offers only fixes that take an error away', () => {
  const token = fc.constantFrom(
    'blok',
    'exec',
    'wirte',
    "'x'",
    'git',
    '**',
    '"a"',
    'if',
    'SECRIT',
    '\n',
  );
  fc.assert(
    fc.property(fc.array(token, { maxLength: 8 }), (tokens) => {
      const text = PREFIX + tokens.join(' ');
      const broken = found(text).find((one) => one.fix !== undefined);
      if (broken === undefined) return;
      const still = found(mended(text)).some(
        ({ code, span }) => code === broken.code && span.start === broken.span.start,
      );
      expect(still).toBe(false);
    }),
  );
});
