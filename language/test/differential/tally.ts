/** How much of the semantics the random runs really met: agreeing about nothing is no agreement. */
import type { Outcome } from './names.js';

const SEEN = {
  fired: ({ matches }: Outcome) => (matches ?? []).length > 0,
  several: ({ matches }: Outcome) => (matches ?? []).length > 1,
  labels: ({ process }: Outcome) => (process?.labels ?? []).length > 0,
  shields: ({ process }: Outcome) => (process?.shield ?? []).length > 0,
  lineages: ({ process }: Outcome) => (process?.lineage ?? []).length > 0,
  exits: ({ process }: Outcome) => (process?.exits ?? []).length > 0,
  objects: ({ objects }: Outcome) => (objects ?? []).some((labels) => labels.length > 0),
  gates: ({ gates }: Outcome) => (gates ?? []).length > 0,
};

type Seen = keyof typeof SEEN | 'late';

export class Tally {
  /** Events that were decided; forks, exits and approvals come on top. */
  events = 0;
  /** Policies over a limit. */
  refused = 0;
  private readonly counts = new Map<string, number>();

  add(outcomes: readonly Outcome[], late: number): void {
    this.counts.set('late', (this.counts.get('late') ?? 0) + late);
    this.events += outcomes.filter(({ verdict }) => verdict !== undefined).length;
    for (const [name, isSeen] of Object.entries(SEEN)) {
      const seen = outcomes.filter(isSeen).length;
      this.counts.set(name, (this.counts.get(name) ?? 0) + seen);
    }
  }

  /** How many events it was so at. */
  count(name: Seen): number {
    return this.counts.get(name) ?? 0;
  }
}
