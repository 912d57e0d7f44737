import { constants } from 'node:fs';
import { access, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { PROGRAM_FOLDERS, readWorkspacePath } from '@rein/language';
import type { RunRow } from '../../runs/run-row.js';
import type { Runs } from '../../runs/runs.js';
import { type ActionOutcome, Failure, Refusal } from '../outcome.js';
import { openFolderBeneath } from './beneath.js';

/** The file that a command is: where the system keeps programs, never where PATH of an agent leads. */
export async function findProgram(command: string, workspace: string): Promise<string> {
  for (const path of candidates(command, workspace)) {
    const found = await realpath(path).catch(() => undefined);
    if (found === undefined || !(await stat(found)).isFile()) continue;
    if (!command.startsWith('/') && command.includes('/') && !found.startsWith(`${workspace}/`)) {
      throw new Refusal(`\`${command}\` leads out of the workspace`);
    }
    const runs = await access(found, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (runs) return found;
  }
  throw new Failure(`there is no program \`${command}\``);
}

function candidates(command: string, workspace: string): readonly string[] {
  if (command.startsWith('/')) return [command];
  if (!command.includes('/')) return PROGRAM_FOLDERS.map((folder) => join(folder, command));
  const read = readWorkspacePath(command);
  if (!read.ok) throw new Refusal(read.why);
  return [join(workspace, ...read.segments)];
}

/** A folder to start in. What it is once the program starts is the run's to say: see the rules there. */
async function folderBeneath(workspace: string, segments: readonly string[]): Promise<string> {
  const folder = await openFolderBeneath(workspace, segments, false);
  await folder.close();
  return join(workspace, ...segments);
}

export interface SpawnRequest {
  readonly program: string;
  /** What it is called, and its arguments. */
  readonly argv: readonly string[];
  readonly cwd?: string;
  readonly timeoutMs: number;
  /** Rules that need not ask a person again. */
  readonly granted: readonly string[];
}

/**
 * Runs a program in the run that asked for it: what it does is held to the rules too, so that to allow
 * `python3` is not to allow whatever Python can do; and it shares the labels, gates and budgets of the
 * run, and ends with it.
 */
export async function spawnGoverned(
  runs: Runs,
  run: RunRow,
  workspace: string,
  asked: SpawnRequest,
): Promise<ActionOutcome> {
  const { program, argv, timeoutMs, granted } = asked;
  const read = asked.cwd === undefined ? undefined : readWorkspacePath(asked.cwd);
  if (read?.ok === false) throw new Refusal(read.why);
  const cwd = read === undefined ? run.cwd : await folderBeneath(workspace, read.segments);
  const order = { program, argv: [...argv], cwd, timeoutMs, granted: [...granted] };
  const spawned = await runs.spawn(run, order);
  const { status, exit_code, reason, stderr } = spawned;
  // The engine said to the program's own standard error which rule it was, and why.
  if (status === 'DENIED') throw new Refusal([reason, stderr.trim()].join('\n'));
  return { status: 'done', result: { ...spawned }, summary: { run_status: status, exit_code } };
}
