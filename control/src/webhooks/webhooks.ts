import type { Approval } from '@rein/contract/api';
import type { Selectable, Transaction } from 'kysely';
import type { Clock } from '../clock.js';
import { reasonOf } from '../fault.js';
import { newId } from '../ids.js';
import { LIMITS } from '../limits.js';
import type { Tables, WebhookTable } from '../store/schema.js';
import type { Db } from '../store/store.js';
import { signatureHeaders } from './signature.js';

/** What receivers can be told. */
export const WEBHOOK_EVENTS = ['approval.requested', 'approval.decided'] as const;
export type WebhookEvent = (typeof WEBHOOK_EVENTS)[number];

/** Who is told, and the secret that proves it was us. */
export interface Receiver {
  readonly url: string;
  readonly secret: Buffer;
  readonly events: readonly WebhookEvent[];
}

/** Tells the outside of what people are asked and what they answered. */
export interface Webhooks {
  /** Puts down what is to be told, in the transaction in which it happened. */
  enqueue(tx: Transaction<Tables>, event: WebhookEvent, approval: Approval): Promise<void>;
  /** Sends what is due. One call at a time does the work for all. */
  send(): Promise<void>;
  counts(): Promise<{ pending: number; dead: number }>;
  /** Ends what is under way; the next daemon sends it again. */
  stop(): Promise<void>;
}

const BATCH = 50;
export function createWebhooks(db: Db, clock: Clock, receivers: readonly Receiver[]): Webhooks {
  const byUrl = new Map(receivers.map((receiver) => [receiver.url, receiver]));
  let running: Promise<void> | undefined;
  const abort = new AbortController();

  const attempt = async (id: string, url: string, body: string): Promise<string | undefined> => {
    const receiver = byUrl.get(url);
    if (receiver === undefined) return 'it is not configured any more';
    try {
      const response = await fetch(url, {
        method: 'POST',
        body,
        // A redirect would carry what the run does to wherever the receiver points.
        redirect: 'manual',
        signal: AbortSignal.any([abort.signal, AbortSignal.timeout(LIMITS.webhookMs)]),
        headers: {
          'content-type': 'application/json',
          'user-agent': 'rein',
          ...signatureHeaders(receiver.secret, id, Math.floor(clock.now() / 1000), body),
        },
      });
      await response.body?.cancel();
      return response.ok ? undefined : `it answered ${response.status}`;
    } catch (error) {
      return reasonOf(error);
    }
  };

  const work = async (): Promise<void> => {
    const due = await db
      .selectFrom('webhook')
      .selectAll()
      .where('status', '=', 'pending')
      .where('next_at', '<=', clock.now())
      .orderBy('next_at')
      .limit(BATCH)
      .execute();
    // Each receiver in its order, and none waits for another that is slow.
    const urls = new Set(due.map(({ url }) => url));
    await Promise.all([...urls].map((one) => deliver(due.filter(({ url }) => url === one))));
  };

  const deliver = async (due: readonly Selectable<WebhookTable>[]): Promise<void> => {
    for (const { id, url, body, attempts } of due) {
      const why = await attempt(id, url, body);
      if (abort.signal.aborted) return;
      if (why === undefined) {
        // The record has what it told; copies do not gather in the store.
        await db.deleteFrom('webhook').where('id', '=', id).execute();
        continue;
      }
      const made = attempts + 1;
      const isDead = made >= LIMITS.webhookAttempts;
      await db
        .updateTable('webhook')
        .set({
          attempts: made,
          status: isDead ? 'dead' : 'pending',
          last_error: why,
          next_at: clock.now() + pauseMs(made),
        })
        .where('id', '=', id)
        .execute();
    }
  };

  return {
    async enqueue(tx, event, approval) {
      const wanted = receivers.filter(({ events }) => events.includes(event));
      if (wanted.length === 0) return;
      const { waiting } = await tx
        .selectFrom('webhook')
        .select((eb) => eb.fn.countAll<number>().as('waiting'))
        .where('status', '=', 'pending')
        .executeTakeFirstOrThrow();
      // A receiver that is down must not fill the disk; the queue itself loses nothing.
      if (Number(waiting) >= LIMITS.webhookQueue) return;
      const now = clock.now();
      const body = JSON.stringify({
        type: event,
        timestamp: new Date(now).toISOString(),
        data: approval,
      });
      const rows = wanted.map(({ url }) => ({
        ...{ id: newId(), url, event, body, created_at: now, next_at: now },
        ...{ attempts: 0, status: 'pending' as const, last_error: null },
      }));
      await tx.insertInto('webhook').values(rows).execute();
    },

    async send() {
      running ??= work().finally(() => {
        running = undefined;
      });
      await running;
    },

    async stop() {
      abort.abort();
      await running;
    },

    async counts() {
      const rows = await db
        .selectFrom('webhook')
        .select((eb) => ['status', eb.fn.countAll<number>().as('count')])
        .groupBy('status')
        .execute();
      const of = (status: string): number =>
        Number(rows.find((row) => row.status === status)?.count ?? 0);
      return { pending: of('pending'), dead: of('dead') };
    },
  };
}

/** One second, two, four, and so on, to a limit. */
function pauseMs(attempts: number): number {
  return Math.min(LIMITS.webhookPauseMs, 1000 * 2 ** (attempts - 1));
}
