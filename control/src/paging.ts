import { fault } from './fault.js';

/** A list's place after its last item: the sort keys of that item. */
export function encodeCursor(keys: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(keys)).toString('base64url');
}

/** Reads a cursor of `count` keys. It came from outside: anything else is `bad-cursor`. */
export function decodeCursor(cursor: string, count: number): (string | number)[] {
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    value = undefined;
  }
  if (!Array.isArray(value) || value.length !== count) throw fault('bad-cursor', {});
  return value.map((key: unknown) => {
    if (typeof key === 'string' || Number.isSafeInteger(key)) return toKey(key);
    throw fault('bad-cursor', {});
  });
}

function toKey(key: unknown): string | number {
  return typeof key === 'number' ? key : String(key);
}

/** Splits `limit + 1` rows into a page and what the cursor of the next is made from. */
export function pageFrom<Row, Item>(
  rows: readonly Row[],
  limit: number,
  show: (row: Row) => Item,
  keys: (row: Row) => readonly (string | number)[],
): { items: Item[]; next?: string } {
  const items = rows.slice(0, limit).map(show);
  const last = rows[limit - 1];
  return rows.length > limit && last !== undefined
    ? { items, next: encodeCursor(keys(last)) }
    : { items };
}
