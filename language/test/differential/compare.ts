/** One run of a policy on the model and on the native core. */
import { lower } from '../../src/lower/lower.js';
import { HOST, programOf } from './build-program.js';
import { Names, type Outcome } from './names.js';
import type { Harness } from './replay.js';
import { runCore } from './run-core.js';
import { runModel } from './run-model.js';
import type { RunSpec, StepSpec } from './spec.js';

export interface Comparison {
  readonly model: readonly Outcome[];
  readonly core: readonly Outcome[];
  /** Steps that an exec clause of the program that runs decided. */
  readonly late: number;
}

/** What both say about each step; null when the policy is over a limit of the image. */
export function compare({ policy, steps }: RunSpec, harness: Harness): Comparison | null {
  const program = programOf(policy);
  const lowered = lower(program, HOST, { policyDigest: new Uint8Array(32) });
  if (!lowered.ok) return null;
  const names = new Names(lowered.listing);
  const model = runModel(program, steps, names);
  const operations = program.rules.flatMap(({ clauses }) => clauses.map((one) => one.operation));
  const isLate = (does: StepSpec['does'] | undefined, { matches }: Outcome) =>
    does !== 'exec' && (matches ?? []).some((clause) => operations[clause] === 'exec');
  return {
    model,
    late: model.filter((outcome, i) => isLate(steps[i]?.does, outcome)).length,
    core: runCore(harness, lowered.image, steps, names),
  };
}
