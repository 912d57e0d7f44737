import { ulidSchema } from '@rein/contract/api';
import { sql, type Transaction } from 'kysely';
import { decodeTime } from 'ulid';
import type { TailEntry } from '../runs/log-tail.js';
import type { Tables } from '../store/schema.js';

/** When an action was asked for, UTC milliseconds: its id says so. */
export function askedAt(id: string): number {
  return decodeTime(id);
}

/**
 * Entries that deny what was asked for under a key. The record alone says so when the request is
 * answered; whoever asks again is answered from the rows that are made of it here.
 */
export function denialsAmong(entries: readonly TailEntry[]): readonly TailEntry[] {
  return entries.filter(
    ({ kind, entry }) =>
      kind === 'action' &&
      entry.decision === 'DENY' &&
      typeof entry.key === 'string' &&
      ulidSchema.safeParse(entry.action).success,
  );
}

/** Puts them into the table of actions. Those that are there already are left. */
export async function keepDenials(
  tx: Transaction<Tables>,
  run: string,
  denials: readonly TailEntry[],
): Promise<void> {
  if (denials.length === 0) return;
  const rows = denials.map(({ seq, entry }) => [
    ...[entry.action, entry.key, entry.digest, entry.capability, entry.resource],
    ...[entry.rule ?? null, entry.reason, entry.by, seq, askedAt(String(entry.action))],
  ]);
  // One statement, whatever there is of them, as for the index of entries.
  await sql`insert into action (id, run_id, key, digest, capability, resource, args, decision,
      status, rule, reason, request_id, "by", event_seq, result, created_at)
    select value->>0, ${run}, value->>1, value->>2, value->>3, value->>4, '{}', 'DENY',
      'denied', value->>5, value->>6, null, value->>7, value->>8, null, value->>9
    from json_each(${JSON.stringify(rows)}) where true
    on conflict do nothing`.execute(tx);
}
