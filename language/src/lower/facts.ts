/** What a label in a condition comes to, once it is known how labels come and go. */
import type { HostFacts, Program } from '../program.js';
import type { Atoms } from './atom.js';
import { and, FALSE, type Formula, holds, not, or, TRUE } from './formula.js';

/** Labels that every process of a run carries from its first instruction. */
export const BUILT_IN_LABELS: readonly string[] = ['AGENT', 'COMMAND'];

export class Facts {
  private readonly always: ReadonlySet<string>;
  private readonly given: ReadonlySet<string>;

  /** `approvals` leads from the name of an approval to the gate that opens with it. */
  constructor(
    private readonly program: Program,
    host: HostFacts,
    private readonly approvals: ReadonlyMap<string, number>,
    private readonly atoms: Atoms,
  ) {
    this.always = new Set([...BUILT_IN_LABELS, ...agentLabels(program, host)]);
    this.given = new Set([
      ...program.sources.filter(({ kind }) => kind !== 'agent').map(({ label }) => label),
      ...program.transforms
        .filter(({ what, kind }) => what === 'endorse' && kind === 'exec')
        .map(({ label }) => label),
    ]);
  }

  /** Whether processes can carry the label, or not: a condition sees it without a constant. */
  label(label: string): Formula {
    if (BUILT_IN_LABELS.includes(label)) return TRUE;
    const carried = this.always.has(label)
      ? TRUE
      : this.given.has(label)
        ? holds(this.atoms.of({ kind: 'label', label }))
        : FALSE;
    const endorsed = this.approvalsOf('endorse', label);
    const declassified = this.approvalsOf('declassify', label);
    return and(or(carried, ...endorsed), ...declassified.map(not));
  }

  private approvalsOf(what: 'endorse' | 'declassify', label: string): readonly Formula[] {
    return this.program.transforms.flatMap((transform) => {
      if (transform.what !== what || transform.label !== label) return [];
      if (transform.kind !== 'approval') return [];
      const gate = this.approvals.get(transform.name);
      return gate === undefined ? [] : [holds(this.atoms.of({ kind: 'gate', gate }))];
    });
  }
}

/** Labels that are true for the whole run because of which agent it runs. */
export function agentLabels(program: Program, host: HostFacts): readonly string[] {
  return program.sources
    .filter((source) => source.kind === 'agent' && source.id === host.agent)
    .map(({ label }) => label);
}
