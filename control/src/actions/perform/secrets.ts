import { type CapabilityRule, defaultSecretEnv } from '@rein/language';
import { type ActionOutcome, Failure } from '../outcome.js';

/** The value of a secret from the daemon's own environment. It is in the answer and nowhere else. */
export function readSecret(
  scope: string,
  rule: CapabilityRule | null,
  environment: Readonly<Record<string, string | undefined>>,
): ActionOutcome {
  const env = rule?.env ?? defaultSecretEnv(scope);
  const value = environment[env];
  if (value === undefined) throw new Failure(`reind has no \`${env}\` in its environment`);
  return { status: 'done', result: { value }, summary: { env } };
}
