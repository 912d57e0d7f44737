import {
  closeSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { EFFECTS, type Effect, TIERS, type Tier } from '@rein/contract';
import { fault, reasonOf } from '../fault.js';
import {
  boolean,
  type Fields,
  fields,
  fieldsElement,
  list,
  number,
  oneOf,
  optional,
  parseFields,
  text,
  textElement,
} from '../frames/shape.js';
import type { ProcessIdentity } from './process-identity.js';

/** Names inside a run's folder. The engine and the ledger put theirs beside these. */
export const RUN_FILE = 'run.json';
export const CONTROL_SOCKET = 'control.sock';
export const FEEDBACK_FILE = 'feedback.txt';
/** The policy text that a run is held to, or was last, beside its record. */
export const POLICY_COPY = 'policy.yaml';
/** The image that `swap` takes, while it does. */
export const NEXT_IMAGE = 'policy.next';
/** Who performs a run of the daemon; not there for a run that was started on a terminal. */
export const RUNNER_FILE = 'runner.json';
export const RUNNER_LOG = 'runner.log';
/** What a run on somebody's own terminal is started with, until it is. */
export const LAUNCH_FILE = 'launch.json';
/** Where hooks remember what they delivered: the one file here that a governed process may write. */
export const CURSOR_FILE = 'hook-cursor';

const VERSION = 1;
/** Bytes of a run file: 16384 clauses of a policy with room for their texts. */
const RUN_FILE_BYTES_MAX = 64 * 1024 * 1024;

/** A rule as events refer to it, so that a run can be read without its policy. */
export interface RunRule {
  readonly name: string;
  readonly reason: string;
  readonly builtin: boolean;
}

/** A clause by its number in the policy image: the place in `RunFile.clauses`. */
export interface RunClause {
  /** Place in `RunFile.rules`. */
  readonly rule: number;
  readonly effect: Effect;
  /** Line in the policy text, from 1; 0 for one of Rein's own. */
  readonly line: number;
  readonly text: string;
}

export interface RunNumbers {
  readonly labels: readonly string[];
  readonly gates: readonly string[];
  /** What processes keep of their execs: the same for as long as the run lives. */
  readonly lineages: readonly string[];
  readonly standing: readonly string[];
}

/** How a run ended. Not evidence, the log is: a summary that lists need not read the log for. */
export interface RunResult {
  readonly time: string;
  /** `empty`: every process ended. `failed`: the engine did first. `refused`: it never started. */
  readonly how: 'empty' | 'failed' | 'refused';
  readonly why?: string;
}

/** What is known of a run from its start, for commands and for whoever goes on recording it. */
export interface RunFile {
  readonly run: string;
  readonly started: string;
  readonly command: readonly string[];
  readonly cwd: string;
  /** Absolute path of the policy file, or `--rule`. */
  readonly policy: string;
  readonly tier: Tier;
  readonly engine: ProcessIdentity;
  readonly rules: readonly RunRule[];
  readonly clauses: readonly RunClause[];
  /** Labels and gates by number, for a policy that takes its place. */
  readonly numbers?: RunNumbers;
  /** Name of the agent, for `source … = agent`. */
  readonly agent?: string;
  /** Exit code of the first process, once it ended. */
  readonly code?: number;
  readonly result?: RunResult;
}

/** Writes the description of a run so that a reader finds the old one or the new one, whole. */
export function writeRunFile(folder: string, file: RunFile): void {
  const path = join(folder, RUN_FILE);
  const fresh = `${path}.${process.pid}`;
  try {
    const fd = openSync(fresh, 'wx', 0o600);
    try {
      writeFileSync(fd, `${JSON.stringify({ v: VERSION, ...file })}\n`);
      fsyncSync(fd);
    } finally {
      closeSync(fd);
    }
    renameSync(fresh, path);
  } catch (error) {
    // What is left of it would keep the next one from being written.
    rmSync(fresh, { force: true });
    throw fault('state-not-written', { path, why: reasonOf(error) }, error);
  }
}

/** Reads the description of a run. Throws `bad-run-file`. */
export function readRunFile(folder: string): RunFile {
  const path = join(folder, RUN_FILE);
  try {
    const content = readFileSync(path);
    if (content.length > RUN_FILE_BYTES_MAX) throw new Error('it is too long');
    return readRun(parseFields(content.toString('utf8')));
  } catch (error) {
    throw fault('bad-run-file', { path, why: reasonOf(error) }, error);
  }
}

function readRun(of: Fields): RunFile {
  const version = number(of, 'v');
  if (version !== VERSION) throw new Error(`version ${version} is not ${VERSION}`);
  return {
    run: text(of, 'run'),
    started: text(of, 'started'),
    command: list(of, 'command', textElement),
    cwd: text(of, 'cwd'),
    policy: text(of, 'policy'),
    tier: oneOf(of, 'tier', TIERS),
    engine: readIdentity(fields(of, 'engine')),
    rules: list(of, 'rules', (element, path) => readRule(fieldsElement(element, path))),
    clauses: list(of, 'clauses', (element, path) => readClause(fieldsElement(element, path))),
    ...optional(of, 'numbers', (from, name) => readNumbers(fields(from, name))),
    ...optional(of, 'agent', text),
    ...optional(of, 'code', number),
    ...optional(of, 'result', (from, name) => readResult(fields(from, name))),
  };
}

function readIdentity(of: Fields): ProcessIdentity {
  return { pid: number(of, 'pid'), start: text(of, 'start') };
}

function readRule(of: Fields): RunRule {
  return { name: text(of, 'name'), reason: text(of, 'reason'), builtin: boolean(of, 'builtin') };
}

function readClause(of: Fields): RunClause {
  return {
    rule: number(of, 'rule'),
    effect: oneOf(of, 'effect', EFFECTS),
    line: number(of, 'line'),
    text: text(of, 'text'),
  };
}

function readNumbers(of: Fields): RunNumbers {
  const names = (name: string): string[] => list(of, name, textElement);
  return {
    ...{ labels: names('labels'), gates: names('gates'), lineages: [], standing: [] },
    // A run of an older version has none of these.
    ...optional(of, 'lineages', (_, name) => names(name)),
    ...optional(of, 'standing', (_, name) => names(name)),
  };
}

function readResult(of: Fields): RunResult {
  return {
    time: text(of, 'time'),
    how: oneOf(of, 'how', ['empty', 'failed', 'refused']),
    ...optional(of, 'why', text),
  };
}
