import type { ProcessNode, Run, RunStatus } from '@rein/contract/api';
import {
  descendantsOf,
  liveRuns,
  openStateDirectory,
  type ProcessSeen,
  type RunFile,
  shown,
} from '@rein/enforce';
import { Command } from 'commander';
import { isOver } from '../attached/exit-code.js';
import { type Daemon, daemonIfAny, whyAway } from '../daemon/client.js';
import { type DaemonOptions, withDaemonOptions } from '../daemon/where.js';
import { table } from '../terminal/columns.js';
import { foreign } from '../terminal/foreign.js';
import { drawProcesses } from '../terminal/process-tree.js';
import { out, say } from '../terminal/streams.js';
import { type Colors, colorsFor } from '../terminal/style.js';
import { ago } from '../terminal/when.js';
import { commandLine, shortRun } from '../terminal/words.js';

const COMMAND_CHARS = 60;
const PAGE = 500;

interface Options extends DaemonOptions {
  readonly tree?: true;
  readonly all?: true;
  readonly agent?: string;
  readonly json?: true;
}

export function define(name: string): Command {
  return withDaemonOptions(new Command(name))
    .description(
      'List what runs now: the runs of agents, and those that you started with `rein run -- CMD`.',
    )
    .option('--tree', 'with the processes of each run')
    .option('-a, --all', 'runs of agents that are over too')
    .option('--agent <ID>', 'of this agent only')
    .option('--json', 'one JSON object per line')
    .addHelpText(
      'after',
      '\nExamples:\n  $ rein ps\n  $ rein ps --tree\n  $ rein ps --all --agent researcher --json',
    )
    .action(ps);
}

/** A run as it is listed, wherever it runs. */
interface Row {
  readonly run_id: string;
  /** Not there for a run that was started on a terminal. */
  readonly agent_id: string | null;
  readonly status: RunStatus;
  readonly started: number;
  readonly command: readonly string[];
  readonly processes?: readonly ProcessNode[];
}

async function ps(options: Options): Promise<void> {
  const daemon = daemonIfAny(options);
  const theirs = daemon === undefined ? [] : await runsOf(daemon, options).catch(sayAway);
  const known = new Set(theirs.map(({ run_id }) => run_id));
  const here = options.agent === undefined ? liveRuns(openStateDirectory()) : [];
  const rows = [
    ...theirs,
    ...here
      .filter(({ run }) => !known.has(run))
      .map(({ run, file }) => rowOf(run, file, options.tree === true)),
  ].sort((a, b) => b.run_id.localeCompare(a.run_id));
  if (options.json === true) out(rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
  else if (rows.length === 0) say('nothing runs; `rein runs` lists what ran\n');
  else if (options.tree === true) out(rows.map(draw).join('\n'));
  else out(list(rows));
}

/** Without the daemon there is still what runs here. */
function sayAway(error: unknown): Row[] {
  const why = whyAway(error);
  if (why === undefined) throw error;
  say(`${colorsFor('stderr').yellow('incomplete')}: ${why}\n`);
  return [];
}

async function runsOf(daemon: Daemon, { all, agent, tree }: Options): Promise<Row[]> {
  const { items } = await daemon.listRuns({ agent_id: agent, limit: PAGE });
  const wanted = items.filter((run) => all === true || !isOver(run));
  return Promise.all(
    wanted.map(async (run) => ({
      ...rowOfAgent(run),
      ...(tree === true ? { processes: await daemon.processTree(run.run_id) } : {}),
    })),
  );
}

function rowOfAgent({ run_id, agent_id, status, created_at, command = [] }: Run): Row {
  return { run_id, agent_id, status, started: created_at, command };
}

function rowOf(run_id: string, { started, command, engine }: RunFile, tree: boolean): Row {
  const processes = tree ? { processes: descendantsOf(engine).map(nodeOf) } : {};
  const since = Date.parse(started);
  return { run_id, agent_id: null, status: 'RUNNING', started: since, command, ...processes };
}

function nodeOf({ pid, ppid, name, start }: ProcessSeen): ProcessNode {
  return { pid, ppid, command: name, started: start };
}

function list(rows: readonly Row[]): string {
  const colors = colorsFor('stdout');
  const head = ['run', 'agent', 'state', 'since', 'command'].map(colors.dim);
  return table([head, ...rows.map((row) => cells(row, colors))]);
}

function cells({ run_id, agent_id, status, started, command }: Row, colors: Colors): string[] {
  return [
    shortRun(run_id),
    agent_id ?? colors.dim('(here)'),
    paintOf(colors, status)(wordsOf(status)),
    ago(started),
    command.length === 0
      ? colors.dim('(actions)')
      : shown(commandLine(command.map((word) => foreign(word))), COMMAND_CHARS),
  ];
}

function draw(row: Row): string {
  const colors = colorsFor('stdout');
  const [run, agent, state, since, command] = cells(row, colors);
  const { processes } = row;
  const below =
    processes === undefined || processes.length === 0 ? '' : drawProcesses(processes, colors);
  return `${colors.bold(run ?? '')} ${agent} · ${state} · ${since} · ${command}\n${below}`;
}

function wordsOf(status: RunStatus): string {
  return status.toLowerCase().replaceAll('_', ' ');
}

/** How the state of a run looks wherever it stands. */
export function paintOf(colors: Colors, status: RunStatus): (text: string) => string {
  switch (status) {
    case 'RUNNING':
    case 'SUCCEEDED':
      return colors.green;
    case 'WAITING_APPROVAL':
      return colors.yellow;
    case 'FAILED':
    case 'DENIED':
    case 'TIMED_OUT':
      return colors.red;
    case 'QUEUED':
    case 'CANCELLED':
      return colors.dim;
    default:
      return status satisfies never;
  }
}
