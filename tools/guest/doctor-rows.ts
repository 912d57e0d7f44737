import { limitsOf } from '@rein/enforce';
import * as z from 'zod';
import { fail, type Judgement, PASS, policyFile } from './case.js';
import type { CpioEntry } from './cpio.js';
import type { Leg } from './matrix.js';

/** Its clauses ask for a label and for a gate: whatever a tier leaves open there must be said of them. */
export const CHECKED_POLICY: CpioEntry = policyFile(
  '/job/checked.yaml',
  `source SECRET = file "**/sec.env"
rule checked:
  block connect any if SECRET
  block exec "git" "commit" unless after exec "pytest" since write "**/*.py"
  because "checked"`,
);

const doctorSchema = z.object({
  tier: z.string().nullable(),
  limits: z.array(z.object({ id: z.string(), says: z.string() })),
});

const checkSchema = z.object({
  tier: z.string().nullable(),
  clauses: z.array(z.object({ limits: z.array(z.string()) })),
});

/** What the command said of itself in a guest, as JSON. */
export interface Said {
  doctor: string;
  check: string;
}

/**
 * Rows about `rein doctor` and `rein check`: they take the tier that the guest was booted for, and
 * what was `notHeld` there is what they name.
 */
export function doctorRows(
  { tier }: Leg,
  said: Said,
  notHeld: readonly string[],
): { id: string; half: string; judgement: Judgement }[] {
  // Where the supervisor is played, the machine has more than it.
  if (tier === 'supervisor') return [];
  const doctor = parse(doctorSchema, said.doctor);
  const check = parse(checkSchema, said.check);
  const named = new Set(doctor?.limits.map(({ says }) => says));
  const ofClauses = new Set(check?.clauses.flatMap(({ limits }) => limits));
  const concernsAll = new Set(
    limitsOf(tier).flatMap(({ concerns, says }) => (concerns === 'any' ? [says] : [])),
  );
  const row = (id: string, half: string, missing: readonly string[]) => ({
    ...{ id, half },
    judgement: missing.length === 0 ? PASS : fail(`not a word of: ${missing.join('; ')}`),
  });
  return [
    { id: 'doctor', half: 'takes the tier', judgement: takes(tier, doctor?.tier, said.doctor) },
    row(
      'doctor',
      'names what is not held',
      notHeld.filter((why) => !named.has(why)),
    ),
    { id: 'check', half: 'takes the tier', judgement: takes(tier, check?.tier, said.check) },
    row(
      'check',
      'names what is not held',
      notHeld.filter((why) => !ofClauses.has(why) && !concernsAll.has(why)),
    ),
    row(
      'check',
      'names no more than doctor',
      [...ofClauses].filter((says) => !named.has(says)),
    ),
  ];
}

function takes(tier: string, found: string | null | undefined, said: string): Judgement {
  if (found === undefined) return fail(`it said: ${said.slice(0, 200)}`);
  return found === tier ? PASS : fail(`it takes \`${found}\` to be the strongest`);
}

function parse<T>(schema: z.ZodType<T>, said: string): T | undefined {
  try {
    return schema.parse(JSON.parse(said));
  } catch {
    return undefined;
  }
}
