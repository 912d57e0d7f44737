import { EFFECTS, type Effect, OUTCOMES, type Outcome } from '@rein/contract';
import type { Entry, JsonValue } from '@rein/ledger';

/** Entries as commands show them: members that are missing or of another kind read as empty. */

/** What a match or a hold says. Strings are in shown form. */
export interface DecisionView {
  readonly kind: 'match' | 'hold';
  readonly seq: number;
  readonly timeMs: number;
  readonly rule: string;
  readonly effect: Effect;
  /** Not there yet while it is held. */
  readonly outcome: Outcome | undefined;
  /** Whether the verdict is this rule's. */
  readonly decisive: boolean;
  readonly op: string;
  readonly target: string;
  readonly target2: string;
  readonly argv: readonly string[];
  /** What the process runs, when the rule is about that and was asked again; else empty. */
  readonly running: readonly string[];
  readonly pid: number;
  readonly ppid: number;
  readonly exe: string;
  readonly cwd: string;
  readonly labels: readonly string[];
  readonly reason: string;
  /** What the agent was told, or would have been. */
  readonly feedback: string;
  readonly clause: { readonly line: number; readonly text: string };
  readonly staleBy: readonly StaleView[];
  readonly hold: { readonly id: string; readonly by: string; readonly reason: string } | undefined;
}

export interface StaleView {
  readonly gate: string;
  readonly op: string;
  readonly target: string;
  readonly timeMs: number;
}

/** The decision that an entry records, if it does. */
export function decisionOf(entry: Entry): DecisionView | undefined {
  if (entry.kind !== 'match' && entry.kind !== 'hold') return undefined;
  const effect = EFFECTS.find((known) => known === entry.effect);
  if (effect === undefined) return undefined;
  const hold = objectIn(entry, 'hold');
  const clause = objectIn(entry, 'clause');
  return {
    kind: entry.kind,
    seq: entry.seq,
    timeMs: timeOf(entry),
    rule: textIn(entry, 'rule'),
    effect,
    outcome: OUTCOMES.find((known) => known === entry.outcome),
    decisive: entry.decisive === true,
    op: textIn(entry, 'op'),
    target: textIn(entry, 'target'),
    target2: textIn(entry, 'target2'),
    argv: textsIn(entry, 'argv'),
    running: textsIn(entry, 'running'),
    pid: numberIn(entry, 'pid'),
    ppid: numberIn(entry, 'ppid'),
    exe: textIn(entry, 'exe'),
    cwd: textIn(entry, 'cwd'),
    labels: textsIn(entry, 'labels'),
    reason: textIn(entry, 'reason'),
    feedback: textIn(entry, 'feedback') || textIn(entry, 'untold'),
    clause: { line: numberIn(clause, 'line'), text: textIn(clause, 'text') },
    staleBy: listIn(entry, 'stale_by').map((stale) => ({
      gate: textIn(stale, 'gate'),
      op: textIn(stale, 'op'),
      target: textIn(stale, 'target'),
      timeMs: Date.parse(textIn(stale, 'time')),
    })),
    hold:
      Object.keys(hold).length === 0
        ? undefined
        : { id: textIn(hold, 'id'), by: textIn(hold, 'by'), reason: textIn(hold, 'reason') },
  };
}

/** When it was decided, by the engine's clock; else when it was recorded. */
export function timeOf(entry: Entry): number {
  const decided = Date.parse(textIn(entry, 'decided'));
  return Number.isNaN(decided) ? Date.parse(entry.time) : decided;
}

/** What was done to what: `exec git push`, `write src/a.ts`, `rename a → b`. */
export function actionOf(view: Pick<DecisionView, 'op' | 'target' | 'target2' | 'argv'>): {
  readonly verb: string;
  readonly words: readonly string[];
} {
  if (view.op === 'exec' && view.argv.length > 0) return { verb: 'exec', words: view.argv };
  return view.target2 === ''
    ? { verb: view.op, words: [view.target] }
    : { verb: view.op, words: [view.target, '→', view.target2] };
}

/** The program that an exec really runs, when its argv calls it something else. */
export function disguiseOf({
  op,
  target,
  argv,
}: Pick<DecisionView, 'op' | 'target' | 'argv'>): string {
  const name = (path: string): string => path.slice(path.lastIndexOf('/') + 1);
  const called = argv[0];
  return op === 'exec' && called !== undefined && name(called) !== name(target) ? target : '';
}

type Bag = { readonly [key: string]: JsonValue };

export function textIn(of: Bag, name: string): string {
  const value = of[name];
  return typeof value === 'string' ? value : '';
}

export function numberIn(of: Bag, name: string): number {
  const value = of[name];
  return typeof value === 'number' ? value : 0;
}

export function textsIn(of: Bag, name: string): string[] {
  const value = of[name];
  return isList(value) ? value.filter((element) => typeof element === 'string') : [];
}

export function objectIn(of: Bag, name: string): Bag {
  const value = of[name];
  return isBag(value) ? value : {};
}

function listIn(of: Bag, name: string): Bag[] {
  const value = of[name];
  return isList(value) ? value.filter(isBag) : [];
}

function isList(value: JsonValue | undefined): value is readonly JsonValue[] {
  return Array.isArray(value);
}

function isBag(value: JsonValue | undefined): value is Bag {
  return typeof value === 'object' && value !== null && !isList(value);
}
