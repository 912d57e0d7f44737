/** The processes of a case by the names that the case gives them. */
import type { Model } from '../model/model.js';

/** The agent: the first process of the run. */
const AGENT = 1;

export interface Processes {
  /** The process of a name; null is the agent. A new name is a new child of the agent. */
  of(name: string | null): number;
  /** The process that an exec happens in: without a name a new child of the agent. */
  forExec(name: string | null): number;
  fork(parent: string | null, child: string): void;
  exit(name: string | null, status: number): void;
  /** Ends a process after its program; null: it never ran it, so no status counts. */
  end(name: string | null, process: number, status: number | null): void;
  /** A verdict ended it. The agent itself is spared, as in a run. */
  kill(name: string | null, process: number): void;
}

export function createProcesses(model: Model): Processes {
  const names = new Map<string, number>();
  let last = AGENT;
  const childOf = (parent: number): number => {
    last += 1;
    model.fork(parent, last);
    return last;
  };
  const of = (name: string | null): number => {
    if (name === null) return AGENT;
    const known = names.get(name);
    if (known !== undefined) return known;
    const child = childOf(AGENT);
    names.set(name, child);
    return child;
  };
  return {
    of,
    forExec: (name) => (name === null ? childOf(AGENT) : of(name)),
    fork(parent, child) {
      names.set(child, childOf(of(parent)));
    },
    exit(name, status) {
      model.exit(of(name), status);
      if (name !== null) names.delete(name);
    },
    end(name, process, status) {
      model.exit(process, status);
      if (name !== null) names.delete(name);
    },
    kill(name, process) {
      if (process === AGENT) return;
      model.exit(process, null);
      if (name !== null) names.delete(name);
    },
  };
}
