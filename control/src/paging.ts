import { ulidSchema } from '@rein/contract/api';
import * as z from 'zod';
import { fault } from './fault.js';

/** A list's place after its last item: the sort keys of that item. */
export function encodeCursor(keys: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(keys)).toString('base64url');
}

/** What the sort keys of a list are, by their schemas. */
const ID_KEY = z.tuple([ulidSchema]);
const NUMBER_KEYS = z.tuple([z.int(), z.int(), z.int()]);

/** The id that a list goes on behind. It came from outside: throws `bad-cursor`. */
export function idOf(cursor: string): string {
  return keysOf(cursor, ID_KEY)[0];
}

/** The three numbers that a list goes on behind. Throws `bad-cursor`. */
export function numbersOf(cursor: string): [number, number, number] {
  return keysOf(cursor, NUMBER_KEYS);
}

function keysOf<Schema extends z.ZodType>(cursor: string, schema: Schema): z.infer<Schema> {
  try {
    return schema.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')));
  } catch (error) {
    throw fault('bad-cursor', {}, error);
  }
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
