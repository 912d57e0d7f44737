import { type RunFile, type RunStatus, readRunFile, statusOf } from '@rein/enforce';
import { hasWriter } from '@rein/ledger';
import { isOfDaemon } from './run-here.js';
import { type Session, sessionIn } from './session.js';

/** A run as `rein runs` lists it, wherever it ran. */
export interface ListedRun {
  readonly run: string;
  /** Agent of the daemon. */
  readonly agent: string | undefined;
  readonly status: string;
  readonly tone: 'live' | 'odd' | 'bad' | 'over';
  readonly startedMs: number | undefined;
  readonly code: number | undefined;
  /** Not there where there is no process, or nothing can be read. */
  readonly command: readonly string[] | undefined;
  /** As scripts get it. */
  readonly json: object;
}

type State = RunStatus | 'unrecorded' | 'unreadable' | 'open';

/** A run of this machine, by the description in its folder. */
export function runHere(run: string, folder: string): ListedRun {
  const file = descriptionOf(folder);
  const session = file === undefined ? sessionIn(folder) : undefined;
  if (session !== undefined) return sessionHere(run, session);
  const status: State = file === undefined ? 'unreadable' : stateOf(file, folder);
  // The description of a run of the daemon does not say whose it is; its record does.
  const agent = file !== undefined && isOfDaemon({ folder }) ? sessionIn(folder)?.agent : undefined;
  return {
    ...{ run, agent, status, tone: toneOf(status) },
    startedMs: file && Date.parse(file.started),
    ...{ code: file?.code, command: file?.command },
    json:
      file === undefined ? { run, status } : { ...jsonOf(run, status, file), agent: agent ?? null },
  };
}

/** A run of the daemon without a process, seen by who cannot ask the daemon. */
function sessionHere(run: string, { agent, startedMs, how }: Session): ListedRun {
  // It waits for actions as long as nobody says that they are done.
  const status: State = how === undefined ? 'open' : 'ended';
  return {
    ...{ run, agent, status, tone: toneOf(status), startedMs, code: undefined, command: undefined },
    json: { run, status, agent, started: new Date(startedMs).toISOString(), how: how ?? null },
  };
}

/** The engine outlives a recorder that was killed: then the run is governed, and not written down. */
function stateOf(file: RunFile, folder: string): State {
  const status = statusOf(file);
  const isLive = status === 'running' || status === 'left-behind';
  return isLive && !isWritten(folder) ? 'unrecorded' : status;
}

function isWritten(folder: string): boolean {
  try {
    return hasWriter(folder);
  } catch {
    // Whose lock it is cannot be told: nothing is claimed about it.
    return true;
  }
}

function jsonOf(run: string, status: State, file: RunFile): object {
  const { started, command, cwd, policy, tier, code, result } = file;
  return {
    ...{ run, status, started, command, cwd, policy, tier },
    ...{ code: code ?? null, result: result ?? null },
  };
}

function toneOf(status: State): ListedRun['tone'] {
  switch (status) {
    case 'running':
    case 'open':
      return 'live';
    case 'left-behind':
    case 'unreadable':
      return 'odd';
    case 'ended':
      return 'over';
    case 'cut-short':
    case 'unrecorded':
      return 'bad';
    default:
      return status satisfies never;
  }
}

function descriptionOf(folder: string): RunFile | undefined {
  try {
    return readRunFile(folder);
  } catch {
    return undefined;
  }
}
