/** A run on the reference model. */
import { LIMITS, strength, type Verdict } from '@rein/contract';
import { eventText } from '../../src/check/gate-text.js';
import { createModel, type Model } from '../../src/model/model.js';
import type { Program } from '../../src/program.js';
import { eventOf } from './build-event.js';
import { HOST } from './build-program.js';
import { type Names, type Outcome, type ProcessOutcome, sorted } from './names.js';
import type { Commit, StepSpec } from './spec.js';

export function runModel(
  program: Program,
  steps: readonly StepSpec[],
  names: Names,
): readonly Outcome[] {
  const run = new ModelRun(program, names);
  return steps.map((step) => run.step(step));
}

class ModelRun {
  private readonly model: Model;
  /** Gates of the image that are not the program's: those of transforms by approval. */
  private readonly approved = new Set<string>();

  constructor(
    private readonly program: Program,
    private readonly names: Names,
  ) {
    this.model = createModel(program, HOST);
  }

  step(step: StepSpec): Outcome {
    const { model } = this;
    switch (step.does) {
      case 'fork':
        model.fork(step.process, step.child);
        return { process: this.process(step.child) };
      case 'exit':
        model.exit(step.process, step.status);
        return { gates: this.gates() };
      case 'approve':
        model.approve(step.name);
        this.approved.add(eventText({ kind: 'approval', name: step.name }));
        return this.names.approvalGates(step.name).length === 0 ? {} : { gates: this.gates() };
      case 'exec':
      case 'open':
      case 'unlink':
      case 'rename':
      case 'link':
      case 'connect':
      case 'bind':
        return this.decide(step);
      default:
        return step satisfies never;
    }
  }

  private decide(step: Extract<StepSpec, { commit: Commit }>): Outcome {
    const { model } = this;
    const event = eventOf(step);
    const decision = model.decide(event);
    if (goesThrough(decision.verdict, step.commit)) model.commit(event, decision);
    return {
      verdict: decision.verdict,
      decisive: decision.decisive,
      matches: decision.matches.slice(0, LIMITS.matches),
      more: Math.max(0, decision.matches.length - LIMITS.matches),
      process: this.process(step.process),
      objects: event.aspects.map(({ object }) => this.seen(model.labelsOfObject(object))),
      gates: this.gates(),
    };
  }

  private process(process: number): ProcessOutcome {
    const { labels, shield, lineage, exits } = this.model.stateOf(process);
    const { lineages } = this.names;
    return {
      labels: this.seen(labels),
      shield: this.seen(shield),
      lineage: sorted([...lineage].filter((text) => lineages.includes(text))),
      exits: this.gateTexts(exits),
    };
  }

  private seen(labels: Iterable<string>): readonly string[] {
    return sorted([...labels].filter((label) => this.names.live.has(label)));
  }

  private gates(): readonly string[] {
    const added = this.names.gates.slice(this.program.gates.length);
    const open = added.filter((text) => this.approved.has(text));
    return sorted([...this.gateTexts(this.model.gates()), ...open]);
  }

  private gateTexts(gates: Iterable<number>): readonly string[] {
    return sorted([...gates].map((gate) => this.program.gates[gate]?.text ?? ''));
  }
}

function goesThrough(verdict: Verdict, commit: Commit): boolean {
  if (commit === 0) return false;
  return strength(verdict) <= strength(commit === 1 ? 'ask' : 'notify');
}
