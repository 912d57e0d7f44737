/** The reference model and the core, native and in BPF, agree on every verdict, label and gate. */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runs } from './arbitrary.js';
import { compare } from './compare.js';
import { fixtureNames, readFixture, saveFixture } from './fixtures.js';
import { type Core, Harness, HarnessFault, whyNoBpf } from './replay.js';
import { Tally } from './tally.js';

const isFull = process.env.REIN_TEST_FULL === '1' || process.env.REIN_FULL === '1';
/** Events that are compared at least, and steps of one policy at most. A call into the kernel costs. */
const WANTED: Readonly<Record<Core, number>> = isFull
  ? { native: 1_000_000, bpf: 100_000 }
  : { native: 20_000, bpf: 4_000 };
const STEPS = isFull ? 200 : 100;
const TIME_MS = isFull ? 60 * 60_000 : 120_000;
const POLICIES_AT_ONCE = 50;
/** Times what is wanted, before a part that was not met is one that cannot be. */
const MOST = 4;

/** How often each part of the semantics must have been met, for every thousand events wanted. */
const LEAST = [
  ['fired', 100],
  ['several', 15],
  ['labels', 50],
  ['shields', 5],
  ['lineages', 20],
  ['exits', 15],
  ['objects', 40],
  ['gates', 100],
  ['late', 2],
] as const;

describe('model and core', () => {
  agrees('native');
});

const missing = whyNoBpf();
describe.skipIf(missing !== undefined)('model and core in BPF', () => {
  agrees('bpf');
});
if (missing !== undefined) process.stderr.write(`the core is not tried in BPF: ${missing}\n`);

function agrees(core: Core): void {
  let harness: Harness;
  beforeAll(() => {
    harness = new Harness(core);
  }, TIME_MS);
  afterAll(() => harness.remove());

  it('agree on random policies and runs', { timeout: TIME_MS }, () => {
    const tally = new Tally();
    const wanted = WANTED[core];
    const missing = () =>
      LEAST.filter(([name, least]) => tally.count(name) * 1000 < least * wanted).map(([n]) => n);
    // Some parts are met by few policies: chance may want some more of them, but not many times more.
    while (tally.events < wanted || (missing().length > 0 && tally.events < MOST * wanted)) {
      agreeOnSome(tally, harness);
    }
    expect(missing()).toEqual([]);
    expect(tally.refused).toBeLessThan(tally.events / 1000);
  });

  it.each(fixtureNames())('agree on %s', (name) => {
    const both = compare(readFixture(name), harness);
    expect(both).not.toBeNull();
    expect(both?.core).toEqual(both?.model);
  });
}

function agreeOnSome(tally: Tally, harness: Harness): void {
  const agree = fc.property(runs(STEPS), (run) => {
    const both = compare(run, harness);
    if (both === null) {
      tally.refused += 1;
      return;
    }
    tally.add(both.model, both.late);
    expect(both.core).toEqual(both.model);
  });
  // A seed that a failure reported repeats it: REIN_SEED=N.
  const seed = process.env.REIN_SEED === undefined ? {} : { seed: Number(process.env.REIN_SEED) };
  const found = fc.check(agree, { numRuns: POLICIES_AT_ONCE, ...seed });
  if (!found.failed) return;
  if (found.errorInstance instanceof HarnessFault) throw found.errorInstance;
  const [run] = found.counterexample ?? [];
  const name = run === undefined ? 'nothing' : saveFixture(run);
  expect.fail(`seed ${found.seed}, kept as fixtures/${name}\n${found.errorInstance}`);
}
