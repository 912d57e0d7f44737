/** What the functions of the parser share: the tokens ahead, the tree so far, the problems. */
import type { Diagnostic } from '../../diagnostics/diagnostic.js';
import type { Sink } from '../../diagnostics/sink.js';
import type { Span } from '../../program.js';
import type { GreenToken } from '../green.js';
import type { Checkpoint, GreenBuilder } from '../green-builder.js';
import type { TokenKind } from '../kind.js';
import { isTrivia } from '../red.js';
import type { Token } from '../token.js';

/** A token that means something, or the end. */
export type Ahead = Token | EndOfPolicy;

export interface EndOfPolicy {
  readonly kind: 'end';
  /** Empty. */
  readonly text: '';
  readonly start: number;
}

export interface Parser {
  readonly tree: GreenBuilder;
  /** The next token that is not trivia; `peek(1)` the one after it. */
  peek(distance?: number): Ahead;
  at(kind: TokenKind | 'end'): boolean;
  /** True when the next token is this word. */
  atWord(word: string): boolean;
  /** Opens a node that starts at the next token that means something. */
  open(kind: Parameters<GreenBuilder['open']>[0]): void;
  close(): void;
  /** Remembers the place of the next token that means something. */
  checkpoint(): Checkpoint;
  /** Puts the next token into the open node. */
  bump(): void;
  /** Bumps the next token when it is this word. */
  take(word: string): boolean;
  /** Puts in what is left when every token that means something is in the tree. */
  finish(): void;
  /** At most one problem at one place: what follows from it says nothing new. */
  report(diagnostic: Diagnostic): void;
  /** Where the next token is; at the end, or on another line, right after the last one. */
  here(): Span;
  /** Span of the next token. */
  ahead(): Span;
  onThisLine(): boolean;
  /** Text of the next token when it is on the line of the last one; else empty. */
  found(): string;
  /** Terms read in the conditions of the present clause. */
  terms: number;
  /** The present clause has a condition past a limit: the rest of it is skipped in silence. */
  gaveUp: boolean;
}

export function createParser(
  tokens: readonly GreenToken[],
  tree: GreenBuilder,
  sink: Sink,
): Parser {
  const { significant, starts } = index(tokens);
  const length = starts[tokens.length] ?? 0;
  const end: EndOfPolicy = { kind: 'end', text: '', start: length };

  /** Number of the next significant token, and of the first token that is not in the tree. */
  let position = 0;
  let flushed = 0;
  let reported = -1;

  /** The next token, made once: it is looked at many times before it is taken. */
  let next: Ahead | undefined;
  const read = (distance: number): Ahead => {
    const at = significant[position + distance] ?? tokens.length;
    const token = tokens[at];
    return token === undefined
      ? end
      : { kind: token.kind, text: token.text, start: starts[at] ?? length };
  };
  const peek = (distance = 0): Ahead => {
    if (distance > 0) return read(distance);
    next ??= read(0);
    return next;
  };
  const flush = (until: number): void => {
    for (; flushed < until; flushed += 1) {
      const token = tokens[flushed];
      if (token !== undefined) tree.token(token);
    }
  };
  const ahead = (): Span => {
    const { start, text } = peek();
    return { start, end: start + text.length };
  };
  /** True when only blanks are between the last token and the next. */
  const onThisLine = (): boolean => {
    const upTo = significant[position];
    if (upTo === undefined) return false;
    for (let index = (significant[position - 1] ?? -1) + 1; index < upTo; index += 1) {
      if (tokens[index]?.text.includes('\n')) return false;
    }
    return true;
  };

  const parser: Parser = {
    tree,
    peek,
    at: (kind) => peek().kind === kind,
    atWord: (word) => peek().text === word && peek().kind === 'word',
    open(kind) {
      flush(significant[position] ?? tokens.length);
      tree.open(kind);
    },
    close: () => tree.close(),
    checkpoint() {
      flush(significant[position] ?? tokens.length);
      return tree.checkpoint();
    },
    bump() {
      const index = significant[position];
      flush(index === undefined ? tokens.length : index + 1);
      position += 1;
      next = undefined;
    },
    take(word) {
      const there = parser.atWord(word);
      if (there) parser.bump();
      return there;
    },
    finish: () => flush(tokens.length),
    report(diagnostic) {
      if (diagnostic.span.start === reported) return;
      reported = diagnostic.span.start;
      sink.add(diagnostic);
    },
    found: () => (onThisLine() ? peek().text : ''),
    here() {
      const before = significant[position - 1];
      if (before === undefined || onThisLine()) return ahead();
      const after = starts[before + 1] ?? length;
      return { start: after, end: after };
    },
    ahead,
    onThisLine,
    terms: 0,
    gaveUp: false,
  };
  return parser;
}

/** Numbers of the tokens that mean something; where each token starts, and the last one ends. */
function index(tokens: readonly GreenToken[]) {
  const significant: number[] = [];
  const starts = new Int32Array(tokens.length + 1);
  let start = 0;
  tokens.forEach(({ kind, text }, at) => {
    if (!isTrivia(kind)) significant.push(at);
    start += text.length;
    starts[at + 1] = start;
  });
  return { significant, starts };
}
