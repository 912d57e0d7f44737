import { TIERS, type Tier } from '@rein/contract';
import { findEngine, probe, type TierProbe } from '@rein/enforce';
import type { Program } from '@rein/language';
import { unenforceable } from './enforcement.js';

/** Which tier a policy gets, and why no stronger one. */
export interface TierChoice {
  readonly tier: Tier;
  /** Stronger tiers, strongest first, each with the reason. */
  readonly passedOver: readonly { readonly tier: Tier; readonly why: string }[];
}

/**
 * The strongest tier of this machine that enforces the whole policy; else the one that leaves least of
 * it, so that a person can be told what is missing. `supervisor` when nothing is known of the machine:
 * the engine tries itself out before it starts anything.
 */
export function chooseTier(program: Program | null, probed: readonly TierProbe[]): TierChoice {
  const tried: { tier: Tier; found: TierProbe; missing: number }[] = [];
  for (const tier of TIERS) {
    const found = probed.find((one) => one.tier === tier);
    if (found === undefined) continue;
    const missing = program === null || !found.ok ? 0 : unenforceable(program, tier).length;
    tried.push({ tier, found, missing });
    if (found.ok && missing === 0) break;
  }
  const usable = tried.filter(({ found }) => found.ok);
  const fewest = Math.min(...usable.map(({ missing }) => missing));
  const chosen = usable.find(({ missing }) => missing === fewest)?.tier ?? 'supervisor';
  const stronger = tried.slice(
    0,
    tried.findIndex(({ tier }) => tier === chosen),
  );
  return {
    tier: chosen,
    passedOver: stronger.map(({ tier, found, missing }) => ({
      tier,
      why: found.ok ? `it would not enforce ${missing} of the clauses` : found.detail,
    })),
  };
}

/** Why a tier cannot be had here; nothing when it can, or when the engine cannot be asked. */
export async function whyNot(tier: Tier): Promise<string | undefined> {
  const found = (await tiersHere()).find((one) => one.tier === tier);
  return found?.ok === false ? found.detail : undefined;
}

/** What this machine has; nothing when the engine cannot be asked, which a run would say itself. */
export async function tiersHere(engine?: string): Promise<readonly TierProbe[]> {
  try {
    return (await probe(engine ?? findEngine())).tiers;
  } catch {
    return [];
  }
}

/**
 * The tier of a run. Without root only the supervisor can be had, so the machine is not asked: the
 * engine tries itself out before it starts anything.
 */
export async function tierFor(
  program: Program,
  wanted: Tier | 'auto',
  tiers: () => Promise<readonly TierProbe[]>,
): Promise<Tier> {
  if (wanted !== 'auto') return wanted;
  const isCertain = process.geteuid?.() !== 0 && unenforceable(program, 'supervisor').length === 0;
  return isCertain ? 'supervisor' : chooseTier(program, await tiers()).tier;
}
