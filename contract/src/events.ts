/**
 * What the engine reports and what the record keeps. The engine's JSON has the same member names;
 * strings in it are *shown forms*: bytes that are not printable UTF-8, and the backslash, come as
 * `\n`, `\x1b`, `\\`, so nothing an agent names can act on a terminal or a log reader.
 */
import type { Guard } from './image.js';
import type { Effect, EngineOp, Outcome, Tier, Verdict } from './verdicts.js';

/** Who did it. */
export interface Subject {
  /** Thread group id. */
  pid: number;
  ppid: number;
  /** Resolved path of its program. */
  exe: string;
  cwd: string;
  /** Names of the labels it carries, built-in ones first. */
  labels: readonly string[];
}

/** The event that closed a gate. */
export interface Stale {
  gate: string;
  op: EngineOp;
  target: string;
  pid: number;
  time: string;
}

/** A decision in which some clause matched. */
export interface MatchEvent extends Subject {
  kind: 'match';
  /** RFC 3339, ms, UTC: when the engine decided. */
  time: string;
  /** Strongest effect, and what became of the operation. */
  effect: Exclude<Verdict, 'none'>;
  outcome: Outcome;
  /** Clause numbers, ascending; `decisive` is the one the verdict is from. See `PolicyEvent`. */
  clauses: readonly number[];
  more: number;
  decisive: number;
  /** The system call, e.g. `openat`, and what it means. */
  call: string;
  op: EngineOp;
  target: string;
  target2?: string;
  argv?: readonly string[];
  args_truncated?: true;
  /**
   * Beginning of the argv of what the process runs, where the decisive clause is about that exec: it
   * was asked again, because the process would gain a label by this operation.
   */
  running?: readonly string[];
  stale?: readonly Stale[];
  /** Text that was written to the process's stderr; empty when it was not. */
  feedback: string;
  /** What would have been, but could not; absent too when it was said before. */
  untold?: string;
  /** Hold that this decision ended, with who decided and why. */
  hold?: { id: string; by?: string; reason?: string };
  /** The first process of a run is refused, not ended, by `kill`. */
  spared_root?: true;
}

/** An operation waits for a person. */
export interface HoldEvent extends Omit<MatchEvent, 'kind' | 'outcome' | 'hold'> {
  kind: 'hold';
  /** Short, typed by people: unique within the run. */
  id: string;
  /** Hex SHA-256 of exactly this action. */
  digest: string;
  /** When it becomes a denial. */
  expires: string;
}

/** A call that would get around the engine was refused. */
export interface GuardEvent extends Subject {
  kind: 'guard';
  time: string;
  guard: Guard;
  call: string;
  /** What stands behind it, a sentence for people and agents. */
  reason: string;
  feedback: string;
  untold?: string;
}

/** A gate changed. */
export interface GateEvent {
  kind: 'gate';
  time: string;
  gate: string;
  state: 'open' | 'closed';
  /** `reason` is what a person said who opened it. */
  by: { pid: number; op: EngineOp | 'exit' | 'approval'; target: string; reason?: string };
}

/** A process gained labels. */
export interface LabelEvent {
  kind: 'label';
  time: string;
  pid: number;
  gained: readonly string[];
  op: EngineOp;
  target: string;
}

/** The run goes on under another policy. Its clauses are counted on from those before it. */
export interface PolicyEvent {
  kind: 'policy';
  time: string;
  /** Path of the policy file. */
  policy: string;
  /** SHA-256, hex: of its text, of the text of the one before, and of what the engine was given. */
  digest: string;
  before: string;
  image_digest: string;
  /** User and process that asked for it, and what for. */
  by: string;
  reason: string;
  /** Its labels and gates by number: those of the policies before it, and its own. */
  labels: readonly string[];
  gates: readonly string[];
  /** What events call its first clause. */
  first_clause: number;
  rules: readonly { name: string; reason: string; builtin: boolean }[];
  /** `rule` counts within `rules`. */
  clauses: readonly { rule: number; effect: Effect; line: number; text: string }[];
}

export type EngineEvent =
  | MatchEvent
  | HoldEvent
  | GuardEvent
  | GateEvent
  | LabelEvent
  | PolicyEvent;

/** What was not enforced or not recorded, by cause; zero is the only good number. */
export interface Counters {
  decisions: number;
  matches: number;
  held: number;
  events_lost: number;
  feedback_unwritten: number;
  /** Calls that were let through after a check instead of being performed by the engine. */
  continued: number;
  labels_dropped: number;
  processes: number;
  /** Of the events lost, those for which the kernel had no room; and refusals that no rule asked for,
   * because the hooks had no workspace, no policy, no name of the object, or no room for a child or for
   * the labels of an object. */
  ring_full?: number;
  no_scratch?: number;
  no_policy?: number;
  path_unknown?: number;
  fork_refused?: number;
  no_label_room?: number;
  /** Names that automata were asked about; the others were remembered. */
  passes?: number;
}

export interface RunStarted {
  command: readonly string[];
  cwd: string;
  policy: string;
  policy_digest: string;
  tier: Tier;
  rein_version: string;
}
