import { readFileSync } from 'node:fs';

/** A fenced block of a page. */
export interface Block {
  /** Word after the fence. */
  readonly language: string;
  readonly text: string;
  /** From 1, of its first line. */
  readonly line: number;
}

/** The fenced blocks of a page of docs/. */
export function blocksOf(page: string): Block[] {
  const text = readFileSync(new URL(`../../../docs/${page}`, import.meta.url), 'utf8');
  return [...text.matchAll(/^```(\w*)\n([\s\S]*?)^```$/gm)].map((match) => ({
    language: match[1] ?? '',
    text: match[2] ?? '',
    line: text.slice(0, match.index).split('\n').length + 1,
  }));
}
