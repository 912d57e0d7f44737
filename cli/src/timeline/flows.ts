import type { Entry } from '@rein/ledger';
import {
  type DecisionView,
  decisionOf,
  numberIn,
  textIn,
  textsIn,
  timeOf,
} from '../record/view.js';

/** How a label came to a process: what it did, to what. */
export interface Reading {
  readonly timeMs: number;
  readonly pid: number;
  readonly op: string;
  readonly target: string;
}

/** The way of a label to an operation that was refused because of it. */
export interface Flow {
  readonly label: string;
  /** Who may have carried it to what the process read: readings of sources before; none if it read one. */
  readonly origins: readonly Reading[];
  /** How the process that was refused came to the label; nothing when the record does not say. */
  readonly reading: Reading | undefined;
  readonly sink: DecisionView;
  /** How often exactly this was refused. */
  times: number;
}

/** Whether a policy gives the label to whoever does this. */
export type IsSource = (label: string, of: Pick<Reading, 'op' | 'target'>) => boolean;

const REFUSED: ReadonlySet<string | undefined> = new Set([
  'blocked',
  'killed',
  'denied',
  'expired',
]);
/** Ways that are followed in one picture. */
const FLOWS_MAX = 40;

/**
 * The flows of a run: for each refusal by a clause that asks for a label, where the label came from.
 * The record has no entry for a write that is allowed, so what lies between two readings is inferred.
 */
export function flowsOf(entries: Iterable<Entry>, isSource: IsSource): Flow[] {
  const readings = new Map<string, Reading[]>();
  const flows = new Map<string, Flow>();
  for (const entry of entries) {
    if (entry.kind === 'label') {
      for (const label of textsIn(entry, 'gained')) {
        const known = readings.get(label) ?? [];
        known.push(readingOf(entry));
        readings.set(label, known);
      }
    }
    const sink = decisionOf(entry);
    if (sink?.kind !== 'match' || !sink.decisive || !REFUSED.has(sink.outcome)) continue;
    for (const label of sink.labels.filter((name) => asksFor(sink, name))) {
      const key = JSON.stringify([label, sink.pid, sink.rule, sink.op, sink.target]);
      const same = flows.get(key);
      if (same !== undefined) same.times += 1;
      else if (flows.size < FLOWS_MAX) {
        flows.set(key, flowOf(label, sink, readings.get(label) ?? [], isSource));
      }
    }
  }
  return [...flows.values()];
}

function flowOf(
  label: string,
  sink: DecisionView,
  readings: readonly Reading[],
  isSource: IsSource,
): Flow {
  const own = readings.filter(({ pid }) => pid === sink.pid);
  // A child has what its parent had; the record says so only where the child read it itself.
  const inherited = readings.filter(({ pid }) => pid === sink.ppid);
  const reading = own.at(-1) ?? inherited.at(-1);
  const isDirect = reading !== undefined && isSource(label, reading);
  const origins = isDirect ? [] : readings.filter((earlier) => isSource(label, earlier));
  return { label, origins, reading, sink, times: 1 };
}

function readingOf(entry: Entry): Reading {
  return {
    timeMs: timeOf(entry),
    pid: numberIn(entry, 'pid'),
    op: textIn(entry, 'op'),
    target: textIn(entry, 'target'),
  };
}

/** Whether the clause that fired names the label: a refusal for another reason is no flow. */
function asksFor({ clause }: DecisionView, label: string): boolean {
  return clause.text.split(/[^A-Za-z0-9_-]+/).includes(label);
}
