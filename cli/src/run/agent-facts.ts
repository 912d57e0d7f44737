import type { StartFacts } from '../attached/attach.js';
import type { DaemonOptions } from '../daemon/where.js';
import { cliFault } from '../fault.js';

/** Options that only a run of an agent has. */
export interface AgentFacts extends DaemonOptions {
  readonly detach?: true;
  readonly json?: true;
  readonly env?: readonly string[];
  readonly budget?: string;
  readonly adapterName?: string;
  readonly agentVersion?: string;
  readonly imageVersion?: string;
}

const BUDGETS = ['seconds', 'processes', 'output_bytes', 'writes', 'connects'] as const;

const VARIABLE = /^[A-Za-z_][A-Za-z0-9_]{0,127}$/;
/** What proves who one is stays with whoever starts the run. */
const KEPT_BACK: ReadonlySet<string> = new Set(['REIN_TOKEN', 'REIN_TOKEN_FILE']);

/** Environment, budgets and provenance as the daemon takes them. Throws `bad-option`. */
export function factsOf(options: AgentFacts): StartFacts {
  const { env, budget, adapterName, agentVersion, imageVersion } = options;
  const provenance = {
    ...(adapterName === undefined ? {} : { adapter_name: adapterName }),
    ...(agentVersion === undefined ? {} : { agent_version: agentVersion }),
    ...(imageVersion === undefined ? {} : { image_version: imageVersion }),
  };
  return {
    ...(env === undefined ? {} : { env: Object.fromEntries(env.map(readVariable)) }),
    ...(budget === undefined ? {} : { budgets: readBudgets(budget) }),
    ...(Object.keys(provenance).length === 0 ? {} : { provenance }),
  };
}

/** By its name only: a value in a command line is there for every process to read. */
function readVariable(name: string): [name: string, value: string] {
  const refuse = (expected: string) =>
    cliFault('bad-option', { option: '--env', value: name, expected });
  const [variable = ''] = name.split('=', 1);
  if (variable !== name && VARIABLE.test(variable)) {
    throw cliFault('bad-option', {
      ...{ option: '--env', value: `${variable}=…` },
      expected: `set it in your environment, then give \`--env ${variable}\``,
    });
  }
  if (!VARIABLE.test(name)) throw refuse('give the name of a variable of your environment');
  if (KEPT_BACK.has(name)) throw refuse('a run does not get your token');
  const value = process.env[name];
  if (value === undefined) throw refuse('there is no such variable in your environment');
  return [name, value];
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
