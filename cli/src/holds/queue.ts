import { findRun, openStateDirectory } from '@rein/enforce';
import { type Daemon, daemonIfAny, whyAway } from '../daemon/client.js';
import { findDaemonRun } from '../daemon/find-run.js';
import { runningDaemon } from '../daemon/instance.js';
import type { DaemonOptions } from '../daemon/where.js';
import type { Held } from './held.js';
import { heldHere } from './here.js';
import { heldThere } from './there.js';

export interface QueueOptions extends DaemonOptions {
  /** Of this run only. */
  readonly run?: string | undefined;
  /** Of runs of this agent of the daemon only. */
  readonly agent?: string | undefined;
}

/** All that waits for a person: in runs of this machine, and at the daemon of whoever has one. */
export interface Queue {
  /** Oldest first. `lost`: why the daemon could not be asked, if it could not. */
  read(): Promise<{ readonly held: readonly Held[]; readonly lost: string | undefined }>;
  readonly daemon: Daemon | undefined;
}

export function openQueue(options: QueueOptions): Queue {
  const daemon = daemonIfAny(options);
  return {
    daemon,
    async read() {
      const wanted = options.run === undefined ? undefined : await runOf(options.run, daemon);
      const [here, there] = await Promise.all([heldHere(), askDaemon(daemon)]);
      const known = new Set(there.held.map(({ key }) => key));
      // A hold of the daemon's runs is seen from both sides; the daemon's side can be decided about.
      const all = [...there.held, ...here.filter(({ key }) => !known.has(key))];
      const held = all.filter(
        ({ run, agent }) =>
          (wanted === undefined || run === wanted) &&
          (options.agent === undefined || agent === options.agent),
      );
      return { held: held.sort((a, b) => a.sinceMs - b.sinceMs), lost: there.lost };
    },
  };
}

/** Somebody without a daemon misses nothing; with one that runs and no token for it he would not know. */
function whyUnasked(): string | undefined {
  const isOwn = process.env.REIN_RUN_ID === undefined && runningDaemon() !== undefined;
  return isOwn ? 'reind runs, and there is no token to ask it with: `rein login`' : undefined;
}

async function askDaemon(daemon: Daemon | undefined) {
  if (daemon === undefined) return { held: [], lost: whyUnasked() };
  try {
    return { held: await heldThere(daemon), lost: undefined };
  } catch (error) {
    const lost = whyAway(error);
    if (lost === undefined) throw error;
    return { held: [], lost };
  }
}

async function runOf(name: string, daemon: Daemon | undefined): Promise<string> {
  const there =
    daemon === undefined || name === 'last'
      ? undefined
      : await findDaemonRun(daemon, name).catch(() => undefined);
  return there?.run_id ?? findRun(openStateDirectory(), name).run;
}
