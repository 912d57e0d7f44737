/** A policy as logical lines: one per declaration, rule head, clause, reason and comment. */

import { significantTokens } from '../syntax/ast/one-line.js';
import { type GreenNode, type GreenToken, isGreenNode } from '../syntax/green.js';

export interface LogicalLine {
  readonly kind: 'declaration' | 'head' | 'clause' | 'because' | 'comment';
  /** Of a comment: itself. */
  readonly tokens: readonly GreenToken[];
  /** Levels: 0 at the left edge, 1 inside a rule. */
  readonly depth: 0 | 1;
  /** A blank line stands before it. */
  blankBefore: boolean;
  /** Comment at its end. */
  trailing: string;
}

/** Splits the tree of a policy that has no errors. Comments inside a line go before it. */
export function toLogicalLines(root: GreenNode): LogicalLine[] {
  const reader = createReader();
  for (const child of root.children) {
    if (!isGreenNode(child)) reader.trivia(child);
    else if (child.kind === 'rule') readRule(child, reader);
    else reader.line('declaration', 0, child);
  }
  return reader.finish();
}

function readRule(rule: GreenNode, reader: Reader): void {
  const isPart = (child: GreenNode | GreenToken): boolean =>
    isGreenNode(child) && (child.kind === 'clause' || child.kind === 'because');
  const split = rule.children.findIndex(isPart);
  const at = split < 0 ? rule.children.length : split;
  // What is between the name and the first clause belongs to neither: trivia.
  const headEnd = rule.children.findLastIndex(
    (child, index) => index < at && !isGreenNode(child) && child.kind === 'colon',
  );
  const head = rule.children.slice(0, headEnd + 1);
  reader.line('head', 0, { kind: 'rule', width: 0, children: head });
  for (const child of rule.children.slice(headEnd + 1)) {
    if (!isGreenNode(child)) reader.trivia(child);
    else reader.line(child.kind === 'because' ? 'because' : 'clause', 1, child);
  }
}

interface Reader {
  trivia(token: GreenToken): void;
  line(kind: LogicalLine['kind'], depth: 0 | 1, node: GreenNode): void;
  finish(): LogicalLine[];
}

function createReader(): Reader {
  const lines: LogicalLine[] = [];
  /** Own-line comments that wait for the line they stand before. */
  let waiting: LogicalLine[] = [];
  /** Line breaks since the last thing that is not blank. */
  let breaks = 0;

  const comment = (token: GreenToken): LogicalLine => ({
    kind: 'comment',
    tokens: [token],
    depth: 0,
    blankBefore: breaks > 1,
    trailing: '',
  });
  const settle = (depth: 0 | 1): void => {
    lines.push(...waiting.map((line) => ({ ...line, depth })));
    waiting = [];
  };

  return {
    trivia(token) {
      if (token.kind === 'whitespace') {
        breaks += countBreaks(token.text);
        return;
      }
      const last = lines.at(-1);
      const endsLine = breaks === 0 && last !== undefined && waiting.length === 0;
      if (endsLine && last.kind !== 'comment') last.trailing = token.text.trimEnd();
      else waiting.push(comment(token));
      breaks = 0;
    },
    line(kind, depth, node) {
      const blankBefore = breaks > 1;
      breaks = 0;
      const inside = commentsOf(node).map(comment);
      waiting.push(
        ...inside.map((line, index) => ({ ...line, blankBefore: index === 0 && blankBefore })),
      );
      settle(depth);
      const isFirst = inside.length === 0;
      const tokens = significantTokens(node);
      lines.push({ kind, tokens, depth, blankBefore: isFirst && blankBefore, trailing: '' });
      breaks = 0;
    },
    finish() {
      settle(0);
      return lines;
    },
  };
}

function countBreaks(text: string): number {
  return text.match(/\r\n|[\r\n]/g)?.length ?? 0;
}

function commentsOf(node: GreenNode): GreenToken[] {
  return node.children.flatMap((child) => {
    if (isGreenNode(child)) return commentsOf(child);
    return child.kind === 'comment' ? [child] : [];
  });
}
