import type { CST } from 'yaml';

interface Waiting {
  readonly token: CST.Token;
  readonly depth: number;
}

/** Offset of the first collection that is more than `max` deep; undefined when there is none. */
export function deepest(tokens: readonly CST.Token[], max: number): number | undefined {
  const waiting: Waiting[] = tokens.map((token) => ({ token, depth: 0 }));
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { token, depth } = next;
    if (depth > max) return token.offset;
    for (const child of childrenOf(token)) waiting.push({ token: child, depth: depth + 1 });
  }
  return undefined;
}

function childrenOf(token: CST.Token): CST.Token[] {
  if (token.type === 'document') return token.value === undefined ? [] : [token.value];
  if (!('items' in token)) return [];
  return token.items.flatMap(({ key, value }) =>
    [key, value].filter((child) => child !== undefined && child !== null),
  );
}
