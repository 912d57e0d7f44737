import type { Effect } from '@rein/contract';
import type { Entry } from '@rein/ledger';
import { type ActionView, createActionReader } from '../record/action-views.js';
import { type Approvers, withApprover } from '../record/approvers.js';
import { type GuardView, guardOf } from '../record/guard-view.js';
import {
  type DecisionView,
  decisionOf,
  numberIn,
  objectIn,
  textIn,
  timeOf,
} from '../record/view.js';
import { foreign } from '../terminal/foreign.js';
import { commandLine } from '../terminal/words.js';

/** A line of the timeline: a decision, or a fact of the run. */
export type Row = DecisionRow | FactRow;

export interface DecisionRow {
  readonly kind: 'decision';
  readonly view: DecisionView;
  /** Other rules that matched the same operation. */
  also: { readonly rule: string; readonly effect: Effect }[];
  /** How often in a row exactly this was decided, and when last. */
  times: number;
  lastMs: number;
  /** For a decision that ended a hold: how long the operation waited. */
  heldMs: number | undefined;
}

export interface FactRow {
  readonly kind: 'fact';
  readonly timeMs: number;
  readonly tone: 'plain' | 'good' | 'bad';
  /** What it is about, in one word. */
  readonly topic: string;
  readonly text: string;
}

/**
 * The lines that the entries of a run come to. A storm of the same decision is one line with a
 * number; rules that matched beside the decisive one hang below it.
 */
export function rowsOf(entries: Iterable<Entry>, approvers: Approvers = new Map()): Row[] {
  const rows: Row[] = [];
  const heldSince = new Map<string, number>();
  const readAction = createActionReader();
  for (const entry of entries) {
    const action = readAction(entry);
    const view = withApprover(
      action?.kind === 'decision' ? action.view : decisionOf(entry),
      approvers,
    );
    if (view === undefined) {
      const fact = action?.kind === 'done' ? doneFact(entry, action) : factOf(entry);
      if (fact !== undefined) rows.push(fact);
      continue;
    }
    const last = rows.at(-1);
    if (!view.decisive && last?.kind === 'decision' && isSameCall(last.view, view)) {
      if (last.times === 1) last.also.push({ rule: view.rule, effect: view.effect });
      continue;
    }
    if (last?.kind === 'decision' && isSameAgain(last.view, view)) {
      last.times++;
      last.lastMs = view.timeMs;
      continue;
    }
    const since = view.hold && heldSince.get(view.hold.id);
    if (view.kind === 'hold' && view.hold) heldSince.set(view.hold.id, view.timeMs);
    rows.push({
      kind: 'decision',
      view,
      also: [],
      times: 1,
      lastMs: view.timeMs,
      heldMs: view.kind === 'match' && since !== undefined ? view.timeMs - since : undefined,
    });
  }
  return rows;
}

/** The entries of one event share the time of the decision and the caller. */
function isSameCall(a: DecisionView, b: DecisionView): boolean {
  return a.kind === b.kind && a.timeMs === b.timeMs && a.pid === b.pid && a.target === b.target;
}

/** A shell that was refused looks further along PATH: the same argv is the same attempt. */
function isSameAgain(a: DecisionView, b: DecisionView): boolean {
  const isSameObject =
    a.argv.length > 0 ? a.argv.join('\0') === b.argv.join('\0') : a.target === b.target;
  return (
    a.kind === 'match' &&
    b.kind === 'match' &&
    a.hold === undefined &&
    b.hold === undefined &&
    a.decisive === b.decisive &&
    a.rule === b.rule &&
    a.outcome === b.outcome &&
    a.op === b.op &&
    isSameObject
  );
}

function factOf(entry: Entry): FactRow | undefined {
  const fact = (topic: string, text: string, tone: FactRow['tone'] = 'plain'): FactRow => ({
    ...{ kind: 'fact', timeMs: timeOf(entry) },
    // Paths, reasons and programs are other people's, and not all come from the engine in shown form.
    ...{ topic, text: foreign(text), tone },
  });
  const guard = guardOf(entry);
  if (guard !== undefined) return fact('refused', guardWords(guard), 'bad');
  switch (entry.kind) {
    case 'started': {
      const pid = numberIn(entry, 'pid');
      // A run without a process is given actions.
      return pid === 0 ? undefined : fact('started', `pid ${pid}`);
    }
    case 'exited': {
      const code = numberIn(entry, 'code');
      return fact('exited', `the command, with ${exitWords(entry)}`, code === 0 ? 'good' : 'bad');
    }
    case 'gate': {
      const by = objectIn(entry, 'by');
      const state = textIn(entry, 'state');
      const cause = `${textIn(by, 'op')} ${textIn(by, 'target')}`.trim();
      const word = state === 'open' ? 'opens' : 'closes';
      const reason = textIn(by, 'reason');
      return fact(
        'gate',
        `${word} after ${textIn(entry, 'gate')}: ${cause}${reason === '' ? '' : ` “${reason}”`}`,
        state === 'open' ? 'good' : 'plain',
      );
    }
    case 'label':
      return fact(
        'label',
        `${commandLine(labelNames(entry))} on pid ${numberIn(entry, 'pid')}: ${textIn(entry, 'op')} ${textIn(entry, 'target')}`,
      );
    case 'governed':
      return fact('governed', `by the ${textIn(entry, 'tier')} tier from here on`);
    case 'policy':
      return fact('policy', policyWords(entry));
    case 'end':
      return fact('end', endWords(entry), textIn(entry, 'how') === 'empty' ? 'plain' : 'bad');
    case 'left-behind':
      return fact('lives on', 'processes outlive the command; they stay governed');
    case 'ledger-gap':
      return fact('gap', 'entries are missing here: they could not be written', 'bad');
    case 'ledger-recover':
      return fact('recovered', 'the writer died before this; another went on', 'bad');
    default:
      return undefined;
  }
}

function doneFact(
  entry: Entry,
  { capability, resource, failed, exitCode }: Extract<ActionView, { kind: 'done' }>,
): FactRow {
  const text = `${capability} ${foreign(resource)}`;
  const own = { kind: 'fact', timeMs: timeOf(entry) } as const;
  if (failed !== '')
    return { ...own, topic: 'failed', text: `${text}: ${foreign(failed)}`, tone: 'bad' };
  if (exitCode === 0) return { ...own, topic: 'done', text, tone: 'good' };
  return { ...own, topic: 'done', text: `${text}: exit code ${exitCode}`, tone: 'bad' };
}

function labelNames(entry: Entry): string[] {
  const gained = entry.gained;
  return Array.isArray(gained) ? gained.map(String) : [];
}

function guardWords({ guard, call, exe, pid, reason }: GuardView): string {
  const by = `${call} by ${exe} (pid ${pid})`;
  return `${guard === call ? by : `${by}: guard ${guard}`}${reason === '' ? '' : ` (${reason})`}`;
}

function policyWords(entry: Entry): string {
  const [by, reason] = [textIn(entry, 'by'), textIn(entry, 'reason')];
  return `${textIn(entry, 'policy')} from here on, by ${by}${reason === '' ? '' : `, ${reason}`}`;
}

function exitWords(entry: Entry): string {
  const signal = numberIn(entry, 'signal');
  return signal > 0 ? `signal ${signal}` : `exit code ${numberIn(entry, 'code')}`;
}

function endWords(entry: Entry): string {
  const why = textIn(entry, 'why');
  return why === '' ? 'every process of the run has ended' : why;
}
