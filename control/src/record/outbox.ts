import type { ControlKind } from '@rein/contract';
import type { Transaction } from 'kysely';
import { newId } from '../ids.js';
import { wholeCharacters } from '../shown.js';
import type { Tables } from '../store/schema.js';

/** JSON, as a ledger takes it. */
export type Fields = Readonly<Record<string, unknown>>;

/**
 * Puts down, in the transaction that changes something, that it was changed. The entry is in the
 * control ledger soon after; whatever happens in between, it gets there once (see `createJournal`).
 * So nothing is changed without a record, and nothing is recorded that did not happen.
 */
export async function note(
  tx: Transaction<Tables>,
  kind: ControlKind,
  fields: Fields,
): Promise<void> {
  await tx
    .insertInto('outbox')
    .values({ id: newId(), kind, fields: JSON.stringify(fields, wellFormed) })
    .execute();
}

/** Half of a surrogate pair has no UTF-8 form, and a request may hold one: the ledger takes none. */
function wellFormed(_: string, value: unknown): unknown {
  return typeof value === 'string' ? wholeCharacters(value) : value;
}
