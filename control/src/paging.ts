import { ulidSchema } from '@rein/contract/api';
import * as z from 'zod';
import { fault } from './fault.js';
import { LIMITS } from './limits.js';

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

/** How a list becomes pages. */
export interface Paging<Row, Item> {
  readonly limit: number;
  /** What the cursor of the next page is made from. */
  readonly keys: (row: Row) => readonly (string | number)[];
  /** About how many bytes of an answer it takes: what is in it is an agent's to choose. */
  readonly sizeOf: (row: Row) => number;
  readonly show: (row: Row) => Item;
}

/** The first of the rows, as many as one answer may hold: `limit`, and no more bytes than allowed. */
export function fitting<Row>(
  rows: readonly Row[],
  { limit, sizeOf }: Pick<Paging<Row, unknown>, 'limit' | 'sizeOf'>,
): readonly Row[] {
  let bytes = 0;
  const beyond = rows.findIndex((row, index) => {
    bytes += sizeOf(row);
    return index > 0 && bytes > LIMITS.pageBytes;
  });
  return rows.slice(0, beyond < 0 ? limit : Math.min(limit, beyond));
}

/** Splits `limit + 1` rows into a page and the cursor of the next. */
export function pageFrom<Row, Item>(
  rows: readonly Row[],
  paging: Paging<Row, Item>,
): { items: Item[]; next?: string } {
  const held = fitting(rows, paging);
  const items = held.map(paging.show);
  const last = held.at(-1);
  return rows.length > held.length && last !== undefined
    ? { items, next: encodeCursor(paging.keys(last)) }
    : { items };
}
