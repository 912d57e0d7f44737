import type { Tier } from '@rein/contract';
import { CliFault } from '../fault.js';
import { examine } from '../policy/examine.js';
import { chooseSource } from '../policy/load.js';
import { count } from '../terminal/words.js';
import { type Finding, failure } from './finding.js';

/** Which policy a run here would be held to, and whether it could be. */
export function policyFindings(tier: Tier): Finding[] {
  try {
    const source = chooseSource({});
    if (source.kind === 'inline') return [];
    const { verdict, weak, findings } = examine(source.path, source, tier);
    const errors = findings.diagnostics.filter(({ severity }) => severity === 'error').length;
    if (verdict.kind === 'invalid') {
      const detail = `${source.path}: ${count(errors, 'error')}`;
      return [{ state: 'bad', topic: 'policy', detail, help: '`rein check` shows them' }];
    }
    const detail = `${source.path}: ${count(verdict.rules, 'rule')}, ${count(verdict.clauses, 'clause')}`;
    if (weak.length === 0) return [{ state: 'good', topic: 'policy', detail }];
    const help = `${count(weak.length, 'clause')} cannot be enforced here; \`rein check --explain\` says why`;
    return [{ state: 'bad', topic: 'policy', detail, help }];
  } catch (error) {
    const found = failure('policy', error);
    // Without a policy a run can still name one.
    const missing = error instanceof CliFault && error.code === 'no-policy';
    return [missing ? { ...found, state: 'note' } : found];
  }
}
