import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  CONTROL_SOCKET,
  cancelRun,
  isAlive,
  type ProcessIdentity,
  readRunFile,
  signalProcess,
} from '@rein/enforce';
import type { Ledger } from '@rein/ledger';
import { LIMITS } from '../limits.js';
import { isSealed, openRecord } from '../record/open-record.js';
import { readClaim } from '../runner/claim.js';
import type { StopReason } from '../runner/protocol.js';
import { endTree } from './end-tree.js';

const LOOK_MS = 5;

/** Why a run is closed from outside its runner. */
export interface Closing {
  readonly why: string;
  /** Set if somebody ended the run, rather than its runner having died. */
  readonly stop?: { readonly why: StopReason; readonly by: string; readonly reason: string };
}

/** The engine of the run in `folder`, as its description says; undefined before it was started. */
export function engineOf(folder: string): ProcessIdentity | undefined {
  try {
    return readRunFile(folder).engine;
  } catch {
    return undefined;
  }
}

/** The process that performs the run in `folder`, if it was claimed by one. */
export function runnerOf(folder: string): ProcessIdentity | undefined {
  const claim = readClaim(folder);
  return claim === undefined || claim === 'given-up' ? undefined : claim.runner;
}

/**
 * Ends a run whose runner cannot: the runner if it lives, every process of the run, the engine. Then
 * the record, which the dead runner left open, gets its last entries and its seal. Harmless when it
 * was sealed already.
 */
export async function closeOut(
  { state, run, folder }: { readonly state: string; readonly run: string; readonly folder: string },
  { why, stop }: Closing,
): Promise<void> {
  const runner = runnerOf(folder);
  if (runner !== undefined) await endProcess(runner);
  const engine = engineOf(folder);
  if (engine !== undefined) await endEngine(engine, join(folder, CONTROL_SOCKET));
  let ledger: Ledger;
  try {
    ledger = await openRecord(state, folder, run);
  } catch (error) {
    if (isSealed(error)) return;
    throw error;
  }
  try {
    if (stop !== undefined) await ledger.append('stop', { ...stop });
    await ledger.append('end', { how: 'failed', why });
  } catch (error) {
    await ledger.close({ handOver: true }).catch(() => undefined);
    throw error;
  }
  await ledger.close();
}

/** Ends a process and waits until it is gone: it holds the lock of the record until then. */
async function endProcess(process_: ProcessIdentity): Promise<void> {
  signalProcess(process_, 'SIGKILL');
  await goneWithin(process_, LIMITS.cancelMs);
}

/**
 * Ends an engine with all that it governs. It knows every process, also what left its parents, and ends
 * with the last one; only if it does not answer is the tree looked for from outside.
 */
async function endEngine(engine: ProcessIdentity, socket: string): Promise<void> {
  if (!isAlive(engine)) return;
  const told = cancelRun(socket).then(
    ({ ok }) => ok,
    () => false,
  );
  const answered = await Promise.race([told, sleep(LIMITS.cancelMs, false)]);
  if (answered && (await goneWithin(engine, LIMITS.cancelMs))) return;
  await endTree(engine, LIMITS.cancelMs);
  signalProcess(engine, 'SIGKILL');
}

async function goneWithin(process_: ProcessIdentity, limitMs: number): Promise<boolean> {
  const deadline = performance.now() + limitMs;
  while (isAlive(process_) && performance.now() < deadline) await sleep(LOOK_MS);
  return !isAlive(process_);
}
