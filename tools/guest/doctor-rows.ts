import * as z from 'zod';
import { fail, type Judgement, PASS } from './case.js';
import type { Leg } from './matrix.js';

const healthSchema = z.object({
  tier: z.string().nullable(),
  limits: z.array(z.object({ id: z.string(), says: z.string() })),
});

/** Two rows about what `rein doctor --json` said in a guest. */
export function doctorRows(
  { tier }: Leg,
  said: string,
  notHeld: readonly string[],
): { id: string; half: string; judgement: Judgement }[] {
  // Where the supervisor is played, the machine has more than it.
  if (tier === 'supervisor') return [];
  const row = (half: string, judgement: Judgement) => ({ id: 'doctor', half, judgement });
  const health = parse(said);
  if (health === undefined) return [row('answers', fail(`it said: ${said.slice(0, 200)}`))];
  const named = health.limits.map(({ says }) => says);
  const silent = notHeld.filter((why) => !named.includes(why));
  return [
    row(
      'names the tier',
      health.tier === tier ? PASS : fail(`it takes \`${health.tier}\` to be the strongest`),
    ),
    row(
      'names what is not held',
      silent.length === 0 ? PASS : fail(`not a word of: ${silent.join('; ')}`),
    ),
  ];
}

function parse(said: string): z.infer<typeof healthSchema> | undefined {
  try {
    return healthSchema.parse(JSON.parse(said));
  } catch {
    return undefined;
  }
}
