import { EFFECTS, type Effect, OPERATIONS, type Operation, type Tier } from '@rein/contract';
import { type Enforcement, enforcementOf, findEngine, type Probe, probe } from '@rein/enforce';
import { type Finding, failure } from './finding.js';
import { hookFindings } from './hooks.js';
import { policyFindings } from './policy.js';
import { stateFindings } from './state.js';

/** What `rein doctor` says. */
export interface Health {
  readonly findings: readonly Finding[];
  /** The strongest tier that this machine has; null when it has none. */
  readonly tier: Tier | null;
  readonly operations: readonly {
    readonly operation: Operation;
    readonly effects: readonly {
      readonly effect: Effect;
      readonly enforced: Enforcement['when'];
      readonly why: string;
    }[];
  }[];
}

/** Looks at everything that a run here and now would need. */
export async function examineMachine(): Promise<Health> {
  const { findings, found } = await engineFindings();
  const tier = found?.tiers.find(({ ok }) => ok)?.tier ?? null;
  return {
    findings: [
      ...findings,
      ...policyFindings(tier ?? 'supervisor'),
      ...stateFindings(),
      ...hookFindings(),
    ],
    tier,
    operations: tier === null ? [] : OPERATIONS.map((operation) => effectsOf(tier, operation)),
  };
}

function effectsOf(tier: Tier, operation: Operation): Health['operations'][number] {
  const effects = EFFECTS.map((effect) => {
    const { when, why } = enforcementOf(tier, operation, effect);
    return { effect, enforced: when, why };
  });
  return { operation, effects };
}

async function engineFindings(): Promise<{ findings: Finding[]; found?: Probe }> {
  try {
    const program = findEngine();
    const found = await probe(program);
    const hasTier = found.tiers.some(({ ok }) => ok);
    return {
      found,
      findings: [
        { state: 'good', topic: 'engine', detail: program },
        ...found.checks.map(
          // What the strongest tier does not need is only worth knowing.
          ({ name, ok, detail }): Finding => ({
            state: ok ? 'good' : hasTier ? 'note' : 'bad',
            topic: name,
            detail,
          }),
        ),
        ...found.tiers.map(
          ({ tier, ok, detail }): Finding => ({
            state: ok ? 'good' : 'note',
            topic: `${tier} tier`,
            detail,
          }),
        ),
      ],
    };
  } catch (error) {
    return { findings: [failure('engine', error)] };
  }
}
