/** The reference model and the native core agree on every verdict, label and gate. */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runs } from './arbitrary.js';
import { compare } from './compare.js';
import { fixtureNames, readFixture, saveFixture } from './fixtures.js';
import { Harness, HarnessFault } from './replay.js';
import { Tally } from './tally.js';

const isFull = process.env.REIN_TEST_FULL === '1' || process.env.REIN_FULL === '1';
/** Events that are compared at least, and steps of one policy at most. */
const WANTED = isFull ? 1_000_000 : 20_000;
const STEPS = isFull ? 200 : 100;
const TIME_MS = isFull ? 60 * 60_000 : 120_000;
const POLICIES_AT_ONCE = 50;

/** How often, in a thousand events, each part of the semantics must at least have been met. */
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

let harness: Harness;
beforeAll(() => {
  harness = new Harness();
}, TIME_MS);
afterAll(() => harness.remove());

describe('model and core', () => {
  it('agree on random policies and runs', { timeout: TIME_MS }, () => {
    const tally = new Tally();
    while (tally.events < WANTED) agreeOnSome(tally);
    for (const [name, least] of LEAST) {
      expect(tally.perMille(name), name).toBeGreaterThan(least);
    }
    expect(tally.refused).toBeLessThan(tally.events / 1000);
  });

  it.each(fixtureNames())('agree on %s', (name) => {
    const both = compare(readFixture(name), harness);
    expect(both).not.toBeNull();
    expect(both?.core).toEqual(both?.model);
  });
});

function agreeOnSome(tally: Tally): void {
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
