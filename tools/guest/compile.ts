import { createHash } from 'node:crypto';
import { check, lower, parsePolicyFile } from '@rein/language';

/** The policy image of rules in text, for a run whose policy file lies in `root`. */
export function compile(rules: string, root: string): Uint8Array {
  const lines = rules.trimEnd().split('\n');
  const text = `version: 1\npolicy: |\n${lines.map((line) => `  ${line}`).join('\n')}\n`;
  const { program, diagnostics } = check(parsePolicyFile(Buffer.from(text)));
  if (program === null) throw new Error(diagnostics[0]?.message ?? 'the policy cannot be used');
  const policyDigest = createHash('sha256').update(text).digest();
  const lowered = lower(program, { root, home: '/root' }, { policyDigest });
  if (!lowered.ok) throw new Error(lowered.diagnostics[0]?.message ?? 'it cannot be lowered');
  return lowered.image;
}
