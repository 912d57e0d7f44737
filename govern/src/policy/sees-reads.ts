import type { GateOpener, Program } from '@rein/language';

/** Labels that every process carries; the others ride on what is read. */
const BUILT_IN_LABELS = 2;

const READING: ReadonlySet<string> = new Set(['read', 'open']);

function isRead(event: GateOpener): boolean {
  return event.kind === 'file' && READING.has(event.operation);
}

/** Whether a policy makes the engine look at files that are opened for reading. */
export function seesReads({ labels, rules, gates }: Program): boolean {
  return (
    labels.length > BUILT_IN_LABELS ||
    rules.some(({ clauses }) => clauses.some(({ operation }) => READING.has(operation))) ||
    gates.some(({ opener, closers }) => [opener, ...closers].some(isRead))
  );
}
