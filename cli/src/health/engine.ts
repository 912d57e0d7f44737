import { findEngine, type Probe, probe } from '@rein/enforce';
import { type Finding, failure } from './finding.js';

/** What the engine found out when it tried itself on this machine. */
export async function engineFindings(): Promise<{ findings: Finding[]; found?: Probe }> {
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
