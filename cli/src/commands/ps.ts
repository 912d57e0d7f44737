import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type ProcessNode, RUN_STATUSES, type Run, type RunStatus } from '@rein/contract/api';
import {
  descendantsOf,
  liveRuns,
  openStateDirectory,
  type ProcessSeen,
  RUNNER_FILE,
  type RunFile,
} from '@rein/enforce';
import { Command, Option } from 'commander';
import { isOver } from '../attached/exit-code.js';
import { type Daemon, daemonIfAny, whyAway } from '../daemon/client.js';
import { type DaemonOptions, withDaemonOptions } from '../daemon/where.js';
import { table } from '../terminal/columns.js';
import { commandCell } from '../terminal/foreign.js';
import { drawProcesses } from '../terminal/process-tree.js';
import { out, say } from '../terminal/streams.js';
import { type Colors, colorsFor } from '../terminal/style.js';
import { ago } from '../terminal/when.js';
import { outputWidth } from '../terminal/width.js';
import { shortRun } from '../terminal/words.js';

const PAGE = 500;

interface Options extends DaemonOptions {
  readonly tree?: true;
  readonly all?: true;
  readonly agent?: string;
  readonly status?: string;
  readonly json?: true;
}

/** As people type them: `waiting-approval`. */
const STATUSES = RUN_STATUSES.map((status) => status.toLowerCase().replaceAll('_', '-'));

const LIVE = RUN_STATUSES.filter((status) => !isOver({ status }));

export function define(name: string): Command {
  return withDaemonOptions(new Command(name))
    .description(
      'List what runs now: the runs of agents, and those that you started with `rein run -- CMD`.',
    )
    .option('--tree', 'with the processes of each run')
    .option('-a, --all', 'runs of agents that are over too')
    .option('--agent <ID>', 'of this agent only')
    .addOption(
      new Option('--status <STATE>', 'in this state only, runs that are over among them').choices(
        STATUSES,
      ),
    )
    .option('--json', 'one JSON object per line')
    .addHelpText(
      'after',
      '\nExamples:\n  $ rein ps\n  $ rein ps --tree\n  $ rein ps --status waiting-approval\n  $ rein ps --all --agent researcher --json',
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
  const wanted = statusOf(options);
  const hasHere = options.agent === undefined && (wanted ?? 'RUNNING') === 'RUNNING';
  const live = hasHere ? liveRuns(openStateDirectory()) : [];
  // In which state a run of the daemon is, the daemon says.
  const here = live.filter(
    ({ folder }) => wanted === undefined || !existsSync(join(folder, RUNNER_FILE)),
  );
  const rows = [
    ...theirs,
    ...here
      .filter(({ run }) => !known.has(run))
      .map(({ run, file }) => rowOf(run, file, options.tree === true)),
  ].sort((a, b) => b.run_id.localeCompare(a.run_id));
  if (options.json === true) out(rows.map((row) => `${JSON.stringify(jsonOf(row))}\n`).join(''));
  else if (rows.length === 0) say(nothing(wanted));
  else if (options.tree === true) out(rows.map(draw).join('\n'));
  else out(list(rows));
}

/** With the names that `rein runs --json` has for the same. */
function jsonOf({ run_id, agent_id, status, started, command, processes }: Row): object {
  return {
    ...{ run: run_id, agent: agent_id, status: wordsOf(status), command },
    started: new Date(started).toISOString(),
    ...(processes === undefined ? {} : { processes }),
  };
}

function statusOf({ status }: Options): RunStatus | undefined {
  return RUN_STATUSES[STATUSES.indexOf(status ?? '')];
}

function nothing(wanted: RunStatus | undefined): string {
  return wanted === undefined
    ? 'nothing runs; `rein runs` lists what ran\n'
    : `no run is ${wordsOf(wanted)}; \`rein ps --all\` lists the runs of agents\n`;
}

/** Without the daemon there is still what runs here. */
function sayAway(error: unknown): Row[] {
  const why = whyAway(error);
  if (why === undefined) throw error;
  say(`${colorsFor('stderr').yellow('incomplete')}: ${why}\n`);
  return [];
}

async function runsOf(daemon: Daemon, options: Options): Promise<Row[]> {
  const { all, agent, tree } = options;
  const status = statusOf(options);
  // Asked for by state: behind any number of newer runs that are over there may be one that is not.
  const states = status !== undefined ? [status] : all === true ? [undefined] : LIVE;
  const pages = await Promise.all(
    states.map((one) => daemon.listRuns({ agent_id: agent, status: one, limit: PAGE })),
  );
  const runs = pages.flatMap(({ items }) => items);
  return Promise.all(
    // One that went on to another state between two answers is in both.
    [...new Map(runs.map((run) => [run.run_id, run])).values()].map(async (run) => ({
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
  return table([head, ...rows.map((row) => cells(row, colors))], { width: outputWidth() });
}

function cells({ run_id, agent_id, status, started, command }: Row, colors: Colors): string[] {
  return [
    shortRun(run_id),
    agent_id ?? colors.dim('(here)'),
    paintOf(colors, status)(wordsOf(status)),
    ago(started),
    command.length === 0 ? colors.dim('(actions)') : commandCell(command),
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
