import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ulid } from 'ulid';
import { fault, reasonOf } from '../fault.js';
import { makePrivate } from './directory.js';
import { isAlive } from './process-identity.js';
import { CONTROL_SOCKET, type RunFile, readRunFile } from './run-file.js';

/** A ULID: 48 bits of time, 80 of chance, in Crockford's base 32. Sorted by name is by time. */
const RUN_ID = /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/;

const RUNS = 'runs';

/** One folder of the run table. */
export interface RunFolder {
  readonly run: string;
  readonly folder: string;
}

/** The folder of all runs, made if need be. `state` is what `openStateDirectory` returned. */
export function runsDirectory(state: string): string {
  const path = join(state, RUNS);
  makePrivate(path);
  return path;
}

/** Where the folder of a run is, or would be. */
export function runFolder(state: string, run: string): string {
  return join(state, RUNS, run);
}

/** Names a new run and says where its folder will be. */
export function nameRun(state: string): RunFolder {
  const run = ulid();
  runsDirectory(state);
  return { run, folder: runFolder(state, run) };
}

/** Makes the folder of a new run. */
export function makeRunFolder({ folder }: RunFolder): void {
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch (error) {
    throw fault('state-not-written', { path: folder, why: reasonOf(error) }, error);
  }
}

/** Every run on record, newest first. */
export function listRuns(state: string): RunFolder[] {
  const runs = runsDirectory(state);
  return readdirSync(runs)
    .filter((name) => RUN_ID.test(name))
    .sort()
    .reverse()
    .map((run) => ({ run, folder: runFolder(state, run) }));
}

/**
 * The run that a person means: its whole id, the start or the end of it (ids begin with the time, so
 * it is the end that tells the runs of one day apart), in either case, or `last`. Throws `no-run` or
 * `ambiguous-run`.
 */
export function findRun(state: string, name: string): RunFolder {
  const all = listRuns(state);
  const wanted = name.toUpperCase();
  const found =
    name === 'last'
      ? all.slice(0, 1)
      : all.filter(({ run }) => wanted !== '' && (run.startsWith(wanted) || run.endsWith(wanted)));
  const [first] = found;
  if (first === undefined) throw fault('no-run', { run: name });
  if (found.length > 1) throw fault('ambiguous-run', { run: name, count: found.length });
  return first;
}

/** What a run is doing: `live` counts for the engine, which stays until the last process ended. */
export type RunStatus = 'running' | 'left-behind' | 'ended' | 'cut-short';

export function statusOf(file: RunFile): RunStatus {
  if (file.result !== undefined) return 'ended';
  if (!isAlive(file.engine)) return 'cut-short';
  return file.code === undefined ? 'running' : 'left-behind';
}

/** Runs whose engine lives and answers: those that can hold something. */
export function liveRuns(state: string): (RunFolder & { readonly file: RunFile })[] {
  return listRuns(state).flatMap((entry) => {
    if (!existsSync(join(entry.folder, CONTROL_SOCKET))) return [];
    try {
      const file = readRunFile(entry.folder);
      return isAlive(file.engine) ? [{ ...entry, file }] : [];
    } catch {
      // A folder without a proper description is not a run that anybody could decide about.
      return [];
    }
  });
}
