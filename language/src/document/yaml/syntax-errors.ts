/** The words of the YAML reader in ours. */
import { quote } from '../../diagnostics/quote.js';

interface ErrorWords {
  readonly message: string;
  readonly help: string | undefined;
}

/** A line that belongs below `policy: |`. */
const POLICY_LINE =
  /^\s*(?:(?:source|rule|declassify|endorse|because)\b|(?:notify|ask|block|kill)\s+[a-z]+)/;

/** What to do about a `policy:` without its bar. */
export const BAR = 'write `policy: |` and the policy below it, indented';

/** Where the reader's own words are about YAML's grammar, not about the file. */
const MESSAGES: Readonly<Record<string, string>> = {
  BLOCK_AS_IMPLICIT_KEY: 'there is a map in the middle of a value',
};

const HELP: Readonly<Record<string, string>> = {
  BAD_INDENT: 'lines of one map start in one column',
  BLOCK_AS_IMPLICIT_KEY: 'keys of one map start in one column; a text with `: ` needs quotes',
  MULTILINE_IMPLICIT_KEY: 'a key and its `:` stand on one line',
  MISSING_CHAR: 'is a `:` after a key, or a closing quote, missing?',
  BAD_DQ_ESCAPE: 'in double quotes a backslash is written `\\\\`',
  BAD_SCALAR_START: 'put the value into quotes',
};

/** Message and help for an error of the YAML reader at `offset`. */
export function isPolicyLine(line: string): boolean {
  return POLICY_LINE.test(line);
}

export function policyLineWords(line: string): ErrorWords {
  return {
    message: `${quote(line.trim())} is a line of the policy, not of YAML`,
    help: 'indent every line of the policy below `policy: |`',
  };
}

export function wordsOf(text: string, code: string, message: string, offset: number): ErrorWords {
  const line = lineAt(text, offset);
  if (isPolicyLine(line)) return policyLineWords(line);
  if (/^policy:\s*[^\s|>]/.test(line)) {
    return { message: 'the policy cannot stand on the line of its key', help: BAR };
  }
  return { message: MESSAGES[code] ?? inOurWords(message), help: HELP[code] };
}

function inOurWords(message: string): string {
  const text = message.replace(/\.$/, '').replace(/\s+/g, ' ');
  return text.charAt(0).toLowerCase() + text.slice(1);
}

function lineAt(text: string, offset: number): string {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  const end = text.indexOf('\n', start);
  return text.slice(start, end < 0 ? undefined : end);
}
