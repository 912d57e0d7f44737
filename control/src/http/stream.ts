import { setTimeout as sleep } from 'node:timers/promises';
import type { Context } from 'hono';
import { type SSEStreamingApi, streamSSE } from 'hono/streaming';
import type { Bus, Change } from '../bus/bus.js';
import { fault } from '../fault.js';
import { LIMITS } from '../limits.js';
import type { Env } from './context.js';

/** Opens event streams, and no more of them than allowed. */
export interface Streams {
  /** Tells of changes until the client leaves, or is too slow. */
  changes(context: Context<Env>, wanted: (change: Change) => boolean): Response;
  /** Sends what `read` finds, now and whenever a wanted change comes, until `read` says `ended`. */
  follow(
    context: Context<Env>,
    wanted: (change: Change) => boolean,
    read: () => Promise<{ readonly events: readonly StreamEvent[]; readonly ended: boolean }>,
  ): Response;
  readonly open: number;
  /** Ends all streams: the daemon stops. */
  end(): void;
}

export interface StreamEvent {
  readonly id?: string;
  readonly event: string;
  readonly data: string;
}

/** @param sendMs how long a reader may take nothing */
export function createStreams(
  bus: Bus,
  most: number = LIMITS.streams,
  sendMs: number = LIMITS.requestMs,
): Streams {
  const live = new Set<() => void>();

  const serve = (
    context: Context<Env>,
    wanted: (change: Change) => boolean,
    work: (
      send: (event: StreamEvent) => Promise<void>,
      next: () => Promise<Change | 'beat' | undefined>,
    ) => Promise<void>,
  ): Response => {
    if (live.size >= most) throw fault('too-many-streams', { limit: most });
    // The subscription is there before anything is read, so that nothing falls in between.
    const subscription = bus.subscribe(wanted);
    live.add(subscription.end);
    const response = streamSSE(context, async (stream) => {
      stream.onAbort(subscription.end);
      // A token can end while its stream is open: from then on it hears nothing more.
      const isOver = async (): Promise<boolean> => {
        if (await context.get('isStillValid')()) return false;
        subscription.end();
        return true;
      };
      const send = async (event: StreamEvent): Promise<void> => {
        if (!(await isOver())) await sendWithin(sendMs, stream, context, event);
      };
      let waiting: Promise<Change | undefined> | undefined;
      const next = async (): Promise<Change | 'beat' | undefined> => {
        waiting ??= subscription.next();
        const abort = new AbortController();
        const beat = sleep(LIMITS.streamBeatMs, 'beat' as const, { signal: abort.signal });
        const first = await Promise.race([waiting, beat.catch(() => 'beat' as const)]);
        abort.abort();
        if (first === 'beat') return (await isOver()) ? undefined : first;
        waiting = undefined;
        return first;
      };
      try {
        await work(send, next);
        if (subscription.overrun) await send({ event: 'overrun', data: '{}' });
      } finally {
        subscription.end();
        live.delete(subscription.end);
      }
    });
    response.headers.set('cache-control', 'no-store');
    return response;
  };

  return {
    get open() {
      return live.size;
    },
    end() {
      for (const end of live) end();
    },
    changes: (context, wanted) =>
      serve(context, wanted, async (send, next) => {
        // From here on nothing is missed: whoever wants the whole picture reads it now.
        await send({ event: 'open', data: '{}' });
        for (let change = await next(); change !== undefined; change = await next()) {
          if (change === 'beat') await send({ event: 'beat', data: '{}' });
          else await send({ event: change.kind, data: JSON.stringify(change) });
        }
      }),
    follow: (context, wanted, read) =>
      serve(context, wanted, async (send, next) => {
        for (;;) {
          const { events, ended } = await read();
          for (const event of events) await send(event);
          if (ended) return;
          // There may be more than one page; only an empty one waits for news.
          if (events.length > 0) continue;
          if ((await next()) === undefined) return;
        }
      }),
  };
}

/** A reader that takes nothing for this long is gone, or holds us on purpose. */
async function sendWithin(
  limitMs: number,
  stream: SSEStreamingApi,
  context: Context<Env>,
  event: StreamEvent,
): Promise<void> {
  const abort = new AbortController();
  const late = sleep(limitMs, 'late' as const, { signal: abort.signal });
  const first = await Promise.race([stream.writeSSE(event), late.catch(() => undefined)]);
  abort.abort();
  if (first !== 'late') return;
  stream.abort();
  context.env?.incoming?.socket.destroy();
}
