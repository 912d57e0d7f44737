import { type GreenNode, type GreenToken, isGreenNode } from '../green.js';
import { isTrivia, type SyntaxNode } from '../red.js';

/** A node as written, on one line, without comments, one blank between tokens. */
export function oneLine({ green }: SyntaxNode): string {
  return joinTokens(significantTokens(green));
}

/** Tokens with a blank between them where one is customary. */
export function joinTokens(tokens: readonly GreenToken[]): string {
  let line = '';
  let before = '';
  for (const { kind, text } of tokens) {
    const tight = before === '' || before === '(' || kind === 'right-paren' || kind === 'colon';
    // A reason over several lines is one text.
    const written = kind === 'string' ? text.replace(/\s*[\r\n]\s*/g, ' ') : text;
    line += tight ? written : ` ${written}`;
    before = text;
  }
  return line;
}

/** Words and strings of a node and all below it, in order, without trivia. */
export function significantTokens(green: GreenNode): GreenToken[] {
  const found: GreenToken[] = [];
  const collect = ({ children }: GreenNode): void => {
    for (const child of children) {
      if (isGreenNode(child)) collect(child);
      else if (!isTrivia(child.kind)) found.push(child);
    }
  };
  collect(green);
  return found;
}
