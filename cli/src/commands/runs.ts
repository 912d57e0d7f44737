import {
  listRuns,
  openStateDirectory,
  type RunFile,
  type RunStatus,
  readRunFile,
  shown,
  statusOf,
} from '@rein/enforce';
import { hasWriter } from '@rein/ledger';
import { Command } from 'commander';
import { table } from '../terminal/columns.js';
import { out, say } from '../terminal/streams.js';
import { type Colors, colorsFor } from '../terminal/style.js';
import { commandLine, shortRun } from '../terminal/words.js';

const LINES_DEFAULT = 20;
const COMMAND_CHARS = 60;

export function define(name: string): Command {
  return new Command(name)
    .description('List the runs on record, newest first.')
    .option('-a, --all', `all of them, not the newest ${LINES_DEFAULT}`)
    .option('--json', 'one JSON object per line')
    .addHelpText(
      'after',
      `
Examples:
  $ rein runs
  $ rein runs --json | jq -r 'select(.status == "running") | .run'`,
    )
    .action(runs);
}

function runs({ all, json }: { readonly all?: true; readonly json?: true }): void {
  const found = listRuns(openStateDirectory());
  const shownRuns = (all === true || json === true ? found : found.slice(0, LINES_DEFAULT)).map(
    ({ run, folder }) => {
      const file = descriptionOf(folder);
      return { run, file, status: file === undefined ? 'unreadable' : stateOf(file, folder) };
    },
  );
  if (json === true) {
    out(shownRuns.map((row) => `${JSON.stringify(jsonOf(row))}\n`).join(''));
    return;
  }
  const colors = colorsFor('stdout');
  if (found.length === 0) {
    say('no runs on record; `rein run -- COMMAND` makes one\n');
    return;
  }
  const head = ['run', 'started', 'state', 'exit', 'command'].map((title) => colors.dim(title));
  out(table([head, ...shownRuns.map((row) => cells(row, colors))]));
  const more = found.length - shownRuns.length;
  if (more > 0) say(colors.dim(`and ${more} more; --all lists them\n`));
}

type State = RunStatus | 'unrecorded' | 'unreadable';

interface Row {
  readonly run: string;
  readonly file: RunFile | undefined;
  readonly status: State;
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

function jsonOf({ run, file, status }: Row): object {
  if (file === undefined) return { run, status };
  const { started, command, cwd, policy, tier, code, result } = file;
  return {
    run,
    status,
    started,
    command,
    cwd,
    policy,
    tier,
    code: code ?? null,
    result: result ?? null,
  };
}

function cells({ run, file, status }: Row, colors: Colors): string[] {
  const painted = statusPaint(colors, status)(status);
  if (file === undefined) return [shortRun(run), '', painted, '', ''];
  return [
    shortRun(run),
    file.started.replace('T', ' ').slice(0, 19),
    painted,
    String(file.code ?? ''),
    shown(commandLine(file.command), COMMAND_CHARS),
  ];
}

function statusPaint(colors: Colors, status: State): (text: string) => string {
  switch (status) {
    case 'running':
      return colors.green;
    case 'left-behind':
    case 'unreadable':
      return colors.yellow;
    case 'ended':
      return colors.dim;
    case 'cut-short':
    case 'unrecorded':
      return colors.red;
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
