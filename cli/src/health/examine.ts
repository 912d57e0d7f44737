import { EFFECTS, type Effect, OPERATIONS, type Operation, type Tier } from '@rein/contract';
import {
  type Enforcement,
  enforcementOf,
  type Limit,
  limitsOf,
  type TierProbe,
} from '@rein/enforce';
import type { TierChoice } from '@rein/govern';
import { daemonFindings } from './daemon.js';
import { engineFindings } from './engine.js';
import type { Finding } from './finding.js';
import { hookFindings } from './hooks.js';
import { kernelFinding } from './kernel.js';
import { pinFindings } from './pins.js';
import { examinePolicyHere } from './policy.js';
import { stateFindings } from './state.js';

/** What a tier does about each effect on each operation. */
export interface OperationHealth {
  readonly operation: Operation;
  readonly effects: readonly {
    readonly effect: Effect;
    readonly enforced: Enforcement['when'];
    readonly why: string;
  }[];
}

/** What `rein doctor` says. */
export interface Health {
  readonly findings: readonly Finding[];
  /** What a run here would get, or the strongest when there is no policy; null when there is none. */
  readonly tier: Tier | null;
  readonly operations: readonly OperationHealth[];
  /** What the tier does not do. */
  readonly limits: readonly Pick<Limit, 'id' | 'says'>[];
}

/** Looks at everything that a run here and now would need; `fix` removes what is left over first. */
export async function examineMachine({ fix }: { readonly fix: boolean }): Promise<Health> {
  const pins = await pinFindings(fix);
  const { findings, found } = await engineFindings();
  const probed = found?.tiers ?? [];
  const { finding, choice } = await examinePolicyHere(probed);
  const hasTier = probed.some(({ ok }) => ok);
  const tier = hasTier ? choice.tier : null;
  return {
    findings: [
      kernelFinding(),
      ...findings,
      ...(hasTier ? [tierFinding(choice, probed)] : []),
      finding,
      ...pins,
      ...stateFindings(),
      ...(await daemonFindings()),
      ...hookFindings(),
    ],
    tier,
    operations: tier === null ? [] : OPERATIONS.map((operation) => effectsOf(tier, operation)),
    limits: tier === null ? [] : limitsOf(tier).map(({ id, says }) => ({ id, says })),
  };
}

/** The tier that a run would get; the stronger ones that the machine has and the policy rules out. */
function tierFinding({ tier, passedOver }: TierChoice, probed: readonly TierProbe[]): Finding {
  const ruledOut = passedOver.filter((one) =>
    probed.some(({ tier, ok }) => ok && tier === one.tier),
  );
  const why = ruledOut.map((one) => `; ${one.tier}: ${one.why}`);
  return { state: 'good', topic: 'tier in use', detail: `${tier}${why.join('')}` };
}

function effectsOf(tier: Tier, operation: Operation): OperationHealth {
  const effects = EFFECTS.map((effect) => {
    const { when, why } = enforcementOf(tier, operation, effect);
    return { effect, enforced: when, why };
  });
  return { operation, effects };
}
