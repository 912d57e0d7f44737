/** R10xx: what the text of a policy is made of. */
import { fixed, worded } from '../define.js';
import { quote } from '../quote.js';

interface Written {
  readonly text: string;
}

/** What characters of other languages are called here. */
const MEANT: Readonly<Record<string, string>> = {
  '&&': 'write `and`',
  '||': 'write `or`',
  '!': 'write `not`',
  '!=': 'write `target not "…"`',
  '==': 'one `=`, and only after `source NAME`',
  ',': 'arguments are separated by spaces alone',
  ';': 'nothing ends a clause but the next one',
  '{': 'a rule is `rule NAME:` and its clauses, without braces',
  '}': 'a rule is `rule NAME:` and its clauses, without braces',
  '//': 'a comment starts with `#`',
  "'": 'strings are written in double quotes',
  '`': 'strings are written in double quotes',
};

export const syntaxProblems = {
  unterminatedString: fixed(
    'R1001',
    'error',
    'this string is never closed',
    'put the closing `"` on the same line; a quote inside is written `\\"`',
  ),

  foreignQuotes: worded(
    'R1002',
    'error',
    'a string in quotes of another kind',
    ({ text }: Written, span) => ({
      message: 'strings are written in double quotes',
      help: `write ${quote(asString(text.slice(1, -1)))}`,
      fix: { span, text: asString(text.slice(1, -1)) },
    }),
  ),

  unquoted: worded(
    'R1003',
    'error',
    'a pattern or an argument without quotes',
    ({ text }: Written, span) => {
      const meant = text === '*' || text === '**' ? 'any' : asString(text);
      const fix = { span, text: meant };
      return { message: `${quote(text)} needs quotes`, help: `write ${quote(meant)}`, fix };
    },
  ),

  unknownCharacter: worded(
    'R1004',
    'error',
    'a character that means nothing here',
    ({ text }: Written) => ({
      message: `${quote(text)} means nothing here`,
      help: MEANT[text],
    }),
  ),

  hiddenCharacter: worded(
    'R1005',
    'error',
    'a character that cannot be seen',
    ({ code }: { readonly code: number }) => ({
      message: `a character that cannot be seen, U+${code.toString(16).toUpperCase().padStart(4, '0')}`,
      help: 'remove it: such characters make a policy read otherwise than it is',
    }),
  ),

  tooLong: worded(
    'R1006',
    'error',
    'a policy that is too long',
    ({ max }: { readonly max: number }) => ({
      message: `a policy has at most ${max} characters`,
      help: 'nothing of it was read',
    }),
  ),

  unknownEscape: worded(
    'R1007',
    'error',
    'an escape that text does not know',
    ({ text }: Written) => ({
      message: `text has no escape ${quote(text)}`,
      help: 'write `\\\\` for a backslash, `\\"` for a quote, `\\n` for a new line',
    }),
  ),
} as const;

/** `text` as a string of the language. */
export function asString(text: string): string {
  return `"${text.replaceAll('"', '\\"')}"`;
}
