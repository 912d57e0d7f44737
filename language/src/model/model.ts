/**
 * The reference model: what a policy means, in code that is written to be read. No automata, no
 * bit sets, no speed; docs/reference/semantics.md is the same in words, kernel/core in C.
 */
import { BUILT_IN_LABELS } from '../lower/facts.js';
import type { HostFacts, Program } from '../program.js';
import { type Decision, decide, type World } from './decide.js';
import type { Event } from './event.js';
import { FRESH, forked, type ProcessState, union } from './state.js';

export interface Model {
  /** A process starts another one. */
  fork(parent: number, child: number): void;
  /** Decides; changes nothing. A process that is not known is a first process of the run. */
  decide(event: Event): Decision;
  /** The operation went through. */
  commit(event: Event, decision: Decision): void;
  /** A process ended by itself with a status (0 to 255), or by a signal (null). */
  exit(process: number, status: number | null): void;
  /** A person approved what gates and transforms call so. */
  approve(name: string): void;
  /** Everything that the process counts as carrying but by approval: built-in labels first. */
  labelsOf(process: number): readonly string[];
  labelsOfObject(object: string): ReadonlySet<string>;
  stateOf(process: number): ProcessState;
  /** Numbers of the program's gates that are open. */
  gates(): ReadonlySet<number>;
}

/** A run of a policy that has just begun. */
export function createModel(program: Program, host: HostFacts): Model {
  const processes = new Map<number, ProcessState>();
  const objects = new Map<string, ReadonlySet<string>>();
  const approvals = new Set<string>();
  let open: ReadonlySet<number> = new Set();

  const stateOf = (process: number) => processes.get(process) ?? FRESH;
  const labelsOfObject = (object: string) => objects.get(object) ?? new Set<string>();
  const always = [
    ...BUILT_IN_LABELS,
    ...program.sources
      .filter((source) => source.kind === 'agent' && source.id === host.agent)
      .map(({ label }) => label),
  ];
  const approved = (what: 'endorse' | 'declassify', label: string) =>
    program.transforms.some(
      (one) =>
        one.kind === 'approval' &&
        one.what === what &&
        one.label === label &&
        approvals.has(one.name),
    );

  const world = (process: number): World => ({
    program,
    host,
    subject: stateOf(process),
    openGates: open,
    labelsOf: labelsOfObject,
    counts(label, labels) {
      if (BUILT_IN_LABELS.includes(label)) return true;
      if (approved('declassify', label)) return false;
      return always.includes(label) || labels.has(label) || approved('endorse', label);
    },
  });

  return {
    stateOf,
    labelsOfObject,
    labelsOf: (process) => [...union(always, stateOf(process).labels)],
    gates: () => open,
    decide: (event) => decide(world(event.process), event),

    fork(parent, child) {
      processes.set(child, forked(stateOf(parent)));
    },

    commit(event, { next, objectLabels, opens, closes }) {
      processes.set(event.process, next);
      event.aspects.forEach(({ object }, i) => {
        objects.set(object, union(labelsOfObject(object), objectLabels[i] ?? []));
      });
      open = union(
        [...open].filter((gate) => !closes.has(gate)),
        opens,
      );
    },

    exit(process, status) {
      const { exits } = stateOf(process);
      const opened = [...exits].filter((gate) => {
        const opener = program.gates[gate]?.opener;
        return opener?.kind === 'exec' && opener.exits === status;
      });
      open = union(open, opened);
      processes.delete(process);
    },

    approve(name) {
      approvals.add(name);
      program.gates.forEach(({ opener }, gate) => {
        if (opener.kind === 'approval' && opener.name === name) open = union(open, [gate]);
      });
    },
  };
}
