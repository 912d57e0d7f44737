import { constants } from 'node:fs';
import { access, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { PROGRAM_FOLDERS, readWorkspacePath } from '@rein/language';
import type { Principal } from '../../identity/principal.js';
import type { RunRow } from '../../runs/run-row.js';
import type { Runs } from '../../runs/runs.js';
import { isRunOver } from '../../runs/state-machine.js';
import { type ActionOutcome, Failure, Refusal } from '../outcome.js';

const LOOK_MS = 50;
/** Bytes of each output that are handed back; all of it is in the files of the child run. */
const OUTPUT_BYTES = 256 * 1024;

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

export interface SpawnRequest {
  readonly program: string;
  readonly args: readonly string[];
  readonly cwd?: string;
  readonly timeoutMs: number;
  /** Rules that asked a person, who granted this. */
  readonly granted: readonly string[];
}

/**
 * Runs a program as a run of its own, of the same agent and under the same policy: what it does is
 * held to the rules too, so that to allow `python3` is not to allow whatever Python can do. It ends
 * with the run that it was started for.
 */
export async function spawnGoverned(
  runs: Runs,
  parent: RunRow,
  workspace: string,
  asked: SpawnRequest,
): Promise<ActionOutcome> {
  const by: Principal = { standing: 'run_submitter', subject: parent.submitted_by };
  const read = asked.cwd === undefined ? undefined : readWorkspacePath(asked.cwd);
  if (read?.ok === false) throw new Refusal(read.why);
  const { run_id: run } = await runs.create(
    by,
    {
      agent_id: parent.agent_id,
      command: [asked.program, ...asked.args],
      cwd: read === undefined ? parent.cwd : join(workspace, ...read.segments),
      budgets: { seconds: asked.timeoutMs / 1000 },
      provenance: { adapter_name: `proc.spawn of ${parent.id}` },
    },
    undefined,
    asked.granted,
  );
  for (;;) {
    const { status, exit_code, reason } = await runs.get(by, run);
    if (!isRunOver(status)) {
      if (isRunOver((await runs.get(by, parent.id)).status)) {
        await runs.cancel(by, run, 'the run that it was started for is over');
        throw new Failure('the run is over');
      }
      await sleep(LOOK_MS);
      continue;
    }
    const [stdout, stderr] = await Promise.all([
      outputOf(runs, by, run, 'stdout'),
      outputOf(runs, by, run, 'stderr'),
    ]);
    const code = exit_code ?? -1;
    return {
      status: 'done',
      result: {
        ...{ run_id: run, status, exit_code: code, stdout, stderr },
        ...(reason === undefined ? {} : { reason }),
      },
      summary: { child_run: run, run_status: status, exit_code: code },
    };
  }
}

async function outputOf(runs: Runs, by: Principal, run: string, stream: 'stdout' | 'stderr') {
  const { data } = await runs.output(by, run, stream, 0);
  return Buffer.from(data, 'base64').subarray(0, OUTPUT_BYTES).toString('utf8');
}
