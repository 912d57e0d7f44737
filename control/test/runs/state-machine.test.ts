import fc from 'fast-check';
import { expect, test } from 'vitest';
import { RUN_STATUSES, type RunStatus } from '../../../contract/src/api/runs.js';
import {
  isRunOver,
  nextRunStatus,
  RUN_INPUTS,
  type RunInput,
} from '../../src/runs/state-machine.js';

test('every status takes every input, and what is over stays as it is', () => {
  for (const status of RUN_STATUSES) {
    for (const input of RUN_INPUTS) {
      const next = nextRunStatus(status, input);
      expect(RUN_STATUSES).toContain(next);
      if (isRunOver(status)) expect(next).toBe(status);
    }
  }
});

/** The rules of the machine, said another way: what is known of a run, rather than a table. */
class Model {
  started = false;
  waits = false;
  end: RunStatus | undefined;

  take(input: RunInput): void {
    if (this.end !== undefined) return;
    if (input === 'start') this.started = true;
    if (input === 'hold') {
      this.started = true;
      this.waits = true;
    }
    if (input === 'release') this.waits = false;
    if (input === 'succeed') this.end = 'SUCCEEDED';
    if (input === 'fail') this.end = 'FAILED';
    if (input === 'deny') this.end = 'DENIED';
    if (input === 'cancel') this.end = 'CANCELLED';
    if (input === 'time-out') this.end = 'TIMED_OUT';
  }

  get status(): RunStatus {
    if (this.end !== undefined) return this.end;
    if (this.waits) return 'WAITING_APPROVAL';
    return this.started ? 'RUNNING' : 'QUEUED';
  }
}

class Take implements fc.Command<Model, { status: RunStatus }> {
  constructor(readonly input: RunInput) {}
  check = () => true;
  run(model: Model, real: { status: RunStatus }): void {
    model.take(this.input);
    real.status = nextRunStatus(real.status, this.input);
    expect(real.status).toBe(model.status);
  }
  toString = () => this.input;
}

test('a thousand random histories agree with the model', () => {
  const commands = fc.commands(
    RUN_INPUTS.map((input) => fc.constant(new Take(input))),
    { maxCommands: 50 },
  );
  fc.assert(
    fc.property(commands, (history) => {
      const real: { status: RunStatus } = { status: 'QUEUED' };
      fc.modelRun(() => ({ model: new Model(), real }), history);
    }),
    { numRuns: 1000 },
  );
});
