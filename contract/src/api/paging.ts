import * as z from 'zod';

/** Items of one page at most, and when nothing is asked. */
export const PAGE = { max: 500, usual: 50 } as const;

/** Members that every list takes. A cursor is opaque: it is what `next` said, for the same filters. */
export const pageQuerySchema = z.strictObject({
  limit: z.coerce.number('not a number').int().min(1).max(PAGE.max).default(PAGE.usual),
  cursor: z
    .string()
    .max(256)
    .regex(/^[A-Za-z0-9_-]+$/, 'not a cursor')
    .optional(),
});

/** A page of a list, newest first. `next` is absent on the last page. */
export function pageOf<Item extends z.ZodType>(item: Item, id: string) {
  return z.object({ items: z.array(item), next: z.string().optional() }).meta({ id });
}
