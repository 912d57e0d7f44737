import { type Kysely, sql } from 'kysely';
import { fault } from '../fault.js';
import { MIGRATIONS, type Migration } from './migrations/index.js';
import type { Tables } from './schema.js';

const VERSION_KEY = 'schema_version';

/**
 * Brings the store to the newest version, each step in a transaction of its own together with the
 * number that says it was taken. Returns where it started and where it is. Throws `store-newer`.
 */
export async function migrate(
  db: Kysely<Tables>,
  migrations: readonly Migration[] = MIGRATIONS,
): Promise<{ from: number; to: number }> {
  await db.schema
    .createTable('meta')
    .ifNotExists()
    .addColumn('key', 'text', (column) => column.primaryKey())
    .addColumn('value', 'text', (column) => column.notNull())
    .execute();
  const from = await schemaVersion(db);
  const known = migrations.length;
  if (from > known) throw fault('store-newer', { found: from, known });
  for (const [index, migration] of migrations.entries()) {
    if (index < from) continue;
    await db.transaction().execute(async (tx) => {
      await migration.up({
        schema: tx.schema,
        run: async (statement) => void (await sql.raw(statement).execute(tx)),
      });
      await sql`insert into meta (key, value) values (${VERSION_KEY}, ${String(index + 1)})
        on conflict (key) do update set value = excluded.value`.execute(tx);
    });
  }
  return { from, to: known };
}

/** How many steps the store has taken. */
export async function schemaVersion(db: Kysely<Tables>): Promise<number> {
  const row = await db
    .selectFrom('meta')
    .select('value')
    .where('key', '=', VERSION_KEY)
    .executeTakeFirst();
  return row === undefined ? 0 : Number(row.value);
}
