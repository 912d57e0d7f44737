import { setTimeout as sleep } from 'node:timers/promises';
import { LIMITS } from '../limits.js';
import type { Sink } from './sink.js';

/** How a receiver does. */
export interface SinkCount {
  readonly name: string;
  readonly required: boolean;
  /** Entries that it does not have yet. */
  readonly behind: number;
  /** How often in a row it could not be reached. */
  readonly failures: number;
}

/** The receivers of everything that is recorded, each at its own pace. */
export interface Sinks {
  counts(): Promise<readonly SinkCount[]>;
  /** Ends what is under way; it is sent again by the next daemon. */
  stop(): Promise<void>;
}

/**
 * Sends to each sink for as long as the daemon runs. It is nobody's turn but its own: whoever records
 * something does not wait for a receiver.
 *
 * @param onTurn hears when a sink begins to fail, with the reason, and when it works again
 */
export function startSinks(
  sinks: readonly Sink[],
  onTurn: (name: string, why: string | undefined) => void,
): Sinks {
  const abort = new AbortController();
  const { signal } = abort;
  const failures = new Map<string, number>();

  const serve = async (sink: Sink): Promise<void> => {
    while (!signal.aborted) {
      const done = await sink.step(signal);
      if (signal.aborted) break;
      const failed = failures.get(sink.name) ?? 0;
      if (typeof done === 'object') {
        failures.set(sink.name, failed + 1);
        if (failed === 0) onTurn(sink.name, done.why);
        await pause(pauseMs(failed + 1), signal);
        continue;
      }
      failures.delete(sink.name);
      if (failed > 0) onTurn(sink.name, undefined);
      if (done === 'nothing new') await pause(LIMITS.tickMs, signal);
    }
    await sink.close();
  };
  const served = sinks.map(serve);

  return {
    counts: () =>
      Promise.all(
        sinks.map(async (sink) => ({
          name: sink.name,
          required: sink.required,
          behind: await sink.behind(),
          failures: failures.get(sink.name) ?? 0,
        })),
      ),
    async stop() {
      abort.abort();
      await Promise.all(served);
    },
  };
}

/** One second, two, four, and so on, to a limit. */
function pauseMs(failures: number): number {
  return Math.min(LIMITS.sinkPauseMs, 1000 * 2 ** (failures - 1));
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal }).catch(() => undefined);
}
