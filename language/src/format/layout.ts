/** Logical lines to text: one line where it fits, else a line per condition. */
import { joinTokens } from '../syntax/ast/one-line.js';
import type { GreenToken } from '../syntax/green.js';
import type { LogicalLine } from './lines.js';

export const WIDTH = 100;
const INDENT = '  ';

/** The physical lines of a logical one, indented. */
export function layOut(line: LogicalLine): string[] {
  const indent = INDENT.repeat(line.depth);
  const [first, ...rest] = bodyOf(line, indent);
  const lines = [`${indent}${first ?? ''}`, ...rest];
  const last = lines.at(-1) ?? '';
  return line.trailing === '' ? lines : [...lines.slice(0, -1), `${last} ${line.trailing}`];
}

/** The first line without its indent, the others with theirs. */
function bodyOf({ kind, tokens }: LogicalLine, indent: string): string[] {
  if (kind === 'comment') return [tokens.map(({ text }) => text.trimEnd()).join('')];
  if (kind === 'because') return reasonLines(tokens, indent);
  const whole = joinTokens(tokens);
  if (kind !== 'clause' || indent.length + whole.length <= WIDTH) return [whole];
  const [first = [], ...parts] = splitBefore(
    tokens,
    ({ text }) => text === 'if' || text === 'unless',
  );
  const below = `${indent}${INDENT}`;
  return [joinTokens(first), ...parts.flatMap((part) => fill(part, below))];
}

/** Cuts before each word that `starts` says starts a part. */
function splitBefore(
  tokens: readonly GreenToken[],
  starts: (token: GreenToken) => boolean,
): GreenToken[][] {
  const parts: GreenToken[][] = [[]];
  for (const token of tokens) {
    if (token.kind === 'word' && starts(token) && parts.at(-1)?.length !== 0) parts.push([]);
    parts.at(-1)?.push(token);
  }
  return parts;
}

/** As many terms on a line as fit; what goes on below is indented once more. */
function fill(tokens: readonly GreenToken[], indent: string): string[] {
  const parts = splitBefore(
    tokens,
    ({ text }) => text === 'and' || text === 'or' || text === 'since',
  );
  const lines: GreenToken[][] = [];
  for (const part of parts) {
    const current = lines.at(-1);
    const deeper = lines.length > 1 ? INDENT.length : 0;
    const width = joinTokens([...(current ?? []), ...part]).length + indent.length + deeper;
    if (current === undefined || width > WIDTH) lines.push([...part]);
    else current.push(...part);
  }
  return lines.map((line, index) => `${indent}${index > 0 ? INDENT : ''}${joinTokens(line)}`);
}

/** A reason keeps the lines that its author gave it, one below the other. */
function reasonLines(tokens: readonly GreenToken[], indent: string): string[] {
  const [word, text] = tokens;
  const lines = (text?.text ?? '')
    .split(/\r\n|[\r\n]/)
    .map((line, index) => (index === 0 ? line.trimEnd() : line.trim()))
    .filter((line) => line !== '');
  const below = ' '.repeat(indent.length + 'because "'.length);
  return lines.map((line, index) =>
    index === 0 ? `${word?.text ?? ''} ${line}` : `${below}${line}`,
  );
}
