import type { TierProbe } from '@rein/enforce';
import { chooseTier, type TierChoice } from '@rein/govern';
import { CliFault } from '../fault.js';
import { discoverPolicy } from '../policy/discover.js';
import { examine } from '../policy/examine.js';
import { count } from '../terminal/words.js';
import { type Finding, failure } from './finding.js';

/** Which policy a run here would be held to, whether it could be, and by what. */
export async function examinePolicyHere(probed: readonly TierProbe[]): Promise<{
  readonly finding: Finding;
  readonly choice: TierChoice;
}> {
  try {
    const source = { kind: 'file', ...discoverPolicy(process.cwd()) } as const;
    const examined = await examine(source.path, source, Promise.resolve(probed));
    const { verdict, missing, findings, tier, passedOver } = examined;
    const choice = { tier, passedOver };
    const bad = (detail: string, help: string): Finding => ({
      ...{ state: 'bad', topic: 'policy' },
      ...{ detail: `${source.path}: ${detail}`, help },
    });
    if (verdict.kind === 'invalid') {
      const errors = findings.diagnostics.filter(({ severity }) => severity === 'error').length;
      return { choice, finding: bad(count(errors, 'error'), '`rein check` shows them') };
    }
    const detail = `${count(verdict.rules, 'rule')}, ${count(verdict.clauses, 'clause')}`;
    const finding: Finding =
      missing.length === 0
        ? { state: 'good', topic: 'policy', detail: `${source.path}: ${detail}` }
        : bad(
            detail,
            `${count(missing.length, 'clause')} cannot be enforced here; \`rein check --explain\` says why`,
          );
    return { choice, finding };
  } catch (error) {
    const finding = failure('policy', error);
    // Without a policy a run can still name one.
    const isMissing = error instanceof CliFault && error.code === 'no-policy';
    return {
      choice: chooseTier(null, probed),
      finding: isMissing ? { ...finding, state: 'note' } : finding,
    };
  }
}
