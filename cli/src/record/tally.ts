import { type Effect, type EngineEvent, type Outcome, strength } from '@rein/contract';
import type { RunTables } from '@rein/govern';

/** How often a rule decided, and how that ended. */
export interface RuleTally {
  readonly rule: string;
  /** The strongest effect it decided with. */
  effect: Effect;
  readonly outcomes: Map<Outcome, number>;
}

/** Counts of a run, for its summary; the record has the details. */
export interface Tally {
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
  const row = tally.rules.get(name) ?? { rule: name, effect: event.effect, outcomes: new Map() };
  if (strength(event.effect) > strength(row.effect)) row.effect = event.effect;
  row.outcomes.set(event.outcome, (row.outcomes.get(event.outcome) ?? 0) + 1);
  tally.rules.set(name, row);
}
