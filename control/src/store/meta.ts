import type { Kysely } from 'kysely';
import type { Tables } from './schema.js';

/** Single values that the daemon keeps. */
export type MetaKey =
  | 'bootstrap_hash'
  | 'bootstrap_over'
  | 'clock_floor'
  | 'control_offset'
  | 'control_outbox'
  | 'initialized_at'
  | 'probe';

export async function getMeta(db: Kysely<Tables>, key: MetaKey): Promise<string | undefined> {
  const row = await db.selectFrom('meta').select('value').where('key', '=', key).executeTakeFirst();
  return row?.value;
}

export async function setMeta(db: Kysely<Tables>, key: MetaKey, value: string): Promise<void> {
  await db
    .insertInto('meta')
    .values({ key, value })
    .onConflict((conflict) => conflict.column('key').doUpdateSet({ value }))
    .execute();
}
