/** Aligns the value of a YAML scalar with the characters that it was written in. */
import type { Scalar } from 'yaml';
import { createTextMap, type Stretch, type TextMap } from './text-map.js';

/** How the scalar `node` of `file` maps to it; coarse (all of it one place) when it cannot be told. */
export function mapScalar(file: string, node: Scalar, value: string): TextMap {
  const [start, end] = node.range ?? [0, 0];
  const stretches = align(file.slice(start, end), node.type ?? 'PLAIN', value);
  if (stretches === undefined) return { toFile: () => ({ start, end: start }) };
  return createTextMap(stretches.map(({ text, file: at }) => ({ text, file: at + start })));
}

/** Where in `raw` the characters of `value` stand. */
function align(raw: string, type: string, value: string): Stretch[] | undefined {
  switch (type) {
    case 'BLOCK_LITERAL':
      return alignLiteral(raw, value);
    case 'BLOCK_FOLDED':
      return alignFolded(raw, value);
    case 'QUOTE_DOUBLE':
    case 'QUOTE_SINGLE':
      return alignFlow(raw, 1, raw.length - 1, value);
    default:
      return alignFlow(raw, 0, raw.length, value);
  }
}

/** Line by line: each line of the value is the tail of one line of the file. */
function alignLiteral(raw: string, value: string): Stretch[] | undefined {
  const stretches: Stretch[] = [];
  let rawAt = nextLine(raw, 0);
  let at = 0;
  for (const line of value.split('\n')) {
    const end = lineEnd(raw, rawAt);
    const content = end - line.length;
    const isLast = at + line.length >= value.length;
    if (!isLast && (content < rawAt || !raw.startsWith(line, content))) return undefined;
    stretches.push({ text: at, file: content });
    at += line.length + 1;
    rawAt = nextLine(raw, rawAt);
  }
  return stretches;
}

/** Folded lines: a break stands for a blank, empty lines for breaks. */
function alignFolded(raw: string, value: string): Stretch[] | undefined {
  const body = nextLine(raw, 0);
  const indent = leastIndent(raw.slice(body));
  const stretches: Stretch[] = [];
  let rawAt = skipIndent(raw, body, indent);
  for (let at = 0; at < value.length; at += 1) {
    const character = value[at];
    while (isBreak(raw, rawAt) && character !== ' ' && character !== '\n') {
      rawAt = skipIndent(raw, nextLine(raw, rawAt), indent);
    }
    put(stretches, at, rawAt);
    if (isBreak(raw, rawAt)) rawAt = skipIndent(raw, nextLine(raw, rawAt), indent);
    else if (raw[rawAt] === character) rawAt += 1;
    else if (rawAt < raw.length) return undefined;
  }
  put(stretches, value.length, Math.min(rawAt, raw.length));
  return stretches;
}

/** Blanks in front of the least indented line that has more than blanks. */
function leastIndent(text: string): number {
  let least = Number.MAX_SAFE_INTEGER;
  for (const [blanks] of text.matchAll(/^ *(?=[^ \r\n])/gm)) least = Math.min(least, blanks.length);
  return least;
}

/** Says that the character `text` stands at `file`; a new stretch only where it has to be one. */
function put(stretches: Stretch[], text: number, file: number): void {
  const last = stretches.at(-1);
  if (last !== undefined && file - last.file === text - last.text) return;
  stretches.push({ text, file });
}

const ESCAPE =
  /\\(?:x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|(?:\r\n|[\r\n])[ \t]*|[\s\S])/y;
const FOLD = /[ \t]*(?:(?:\r\n|[\r\n])[ \t]*)+/y;

/** Quoted and plain scalars: escapes, doubled quotes, and breaks that stand for a blank. */
function alignFlow(raw: string, from: number, to: number, value: string): Stretch[] | undefined {
  const escapes = raw.startsWith('"');
  const doubled = raw.startsWith("'");
  const stretches: Stretch[] = [];
  let rawAt = from;
  let at = 0;
  const step = (units: number, length: number): void => {
    for (let index = 0; index < units; index += 1) put(stretches, at + index, rawAt);
    at += units;
    rawAt += length;
  };
  while (rawAt < to && at <= value.length) {
    const character = raw.charAt(rawAt);
    const escaped = escapes && character === '\\' ? match(ESCAPE, raw, rawAt) : undefined;
    const fold = escaped === undefined ? match(FOLD, raw, rawAt) : undefined;
    if (escaped !== undefined) {
      step(unitsOf(escaped, value, at), escaped.length);
    } else if (fold !== undefined) {
      const breaks = fold.match(/\r\n|[\r\n]/g)?.length ?? 1;
      step(Math.max(1, breaks - 1), fold.length);
    } else if (doubled && character === "'") {
      step(1, 2);
    } else {
      if (value[at] !== character) return undefined;
      step(1, 1);
    }
  }
  put(stretches, value.length, rawAt);
  return at === value.length ? stretches : undefined;
}

/** UTF-16 units that an escaped comes to: an escaped line break is none. */
function unitsOf(escaped: string, value: string, at: number): number {
  if (/^\\[\r\n]/.test(escaped)) return 0;
  return escaped.startsWith('\\U') && (value.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
}

function match(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}

function isBreak(text: string, at: number): boolean {
  return text[at] === '\n' || text[at] === '\r';
}

/** Where a line's text ends: the reader breaks lines at LF, with or without CR before it. */
function lineEnd(text: string, from: number): number {
  const feed = text.indexOf('\n', from);
  if (feed < 0) return text.length;
  return feed > from && text[feed - 1] === '\r' ? feed - 1 : feed;
}

function nextLine(text: string, from: number): number {
  const feed = text.indexOf('\n', from);
  return feed < 0 ? text.length : feed + 1;
}

function skipIndent(text: string, from: number, indent: number): number {
  let at = from;
  while (at < from + indent && text[at] === ' ') at += 1;
  return at;
}
