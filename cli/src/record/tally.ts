import type { Effect, EngineEvent, Outcome } from '@rein/contract';
import type { RunTables } from '@rein/govern';

/** How often a rule decided with one effect, and how that ended. */
export interface RuleTally {
  readonly rule: string;
  readonly effect: Effect;
  readonly outcomes: Map<Outcome, number>;
}

/** Counts of a run, for its summary; the record has the details. */
export interface Tally {
  /** By effect and rule: what one rule noted and what it refused are two rows. */
  readonly rules: Map<string, RuleTally>;
  /** Refused calls that would have got around the engine, by guard. */
  readonly guards: Map<string, number>;
}

export function createTally(): Tally {
  return { rules: new Map(), guards: new Map() };
}

/** Counts an event for the rule that decided it. */
export function countEvent(tally: Tally, event: EngineEvent, { rules, clauses }: RunTables): void {
  if (event.kind === 'guard') {
    tally.guards.set(event.guard, (tally.guards.get(event.guard) ?? 0) + 1);
    return;
  }
  if (event.kind !== 'match') return;
  const name = rules[clauses[event.decisive]?.rule ?? -1]?.name;
  if (name === undefined) return;
  const { effect, outcome } = event;
  const key = `${effect} ${name}`;
  const row = tally.rules.get(key) ?? { rule: name, effect, outcomes: new Map() };
  row.outcomes.set(outcome, (row.outcomes.get(outcome) ?? 0) + 1);
  tally.rules.set(key, row);
}
