import type { StartFacts } from '../attached/attach.js';
import type { DaemonOptions } from '../daemon/where.js';
import { cliFault } from '../fault.js';

/** Options that only a run of an agent has. */
export interface AgentFacts extends DaemonOptions {
  readonly detach?: true;
  readonly json?: true;
  readonly budget?: string;
  readonly adapterName?: string;
  readonly agentVersion?: string;
  readonly imageVersion?: string;
}

const BUDGETS = ['seconds', 'processes', 'output_bytes', 'writes', 'connects'] as const;

/** Budgets and provenance as the daemon takes them. Throws `bad-option`. */
export function factsOf(options: AgentFacts): StartFacts {
  const { budget, adapterName, agentVersion, imageVersion } = options;
  const provenance = {
    ...(adapterName === undefined ? {} : { adapter_name: adapterName }),
    ...(agentVersion === undefined ? {} : { agent_version: agentVersion }),
    ...(imageVersion === undefined ? {} : { image_version: imageVersion }),
  };
  return {
    ...(budget === undefined ? {} : { budgets: readBudgets(budget) }),
    ...(Object.keys(provenance).length === 0 ? {} : { provenance }),
  };
}

/** `seconds=600,processes=20`. */
function readBudgets(text: string): NonNullable<StartFacts['budgets']> {
  const pairs = text.split(',').map((pair): [string, number] => {
    const [name = '', number = ''] = pair.split('=');
    if (BUDGETS.some((known) => known === name) && /^[1-9]\d{0,14}$/.test(number)) {
      return [name, Number(number)];
    }
    const expected = `give NAME=N of ${BUDGETS.join(', ')}, with commas between several`;
    throw cliFault('bad-option', { option: '--budget', value: text, expected });
  });
  return Object.fromEntries(pairs);
}
