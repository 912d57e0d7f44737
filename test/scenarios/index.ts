import { FILE_SCENARIOS } from './files.js';
import { PROCESS_SCENARIOS } from './processes.js';
import type { Scenario } from './scenario.js';

export { BASH_BY_NAME, PRELUDE, prepare } from './prelude.js';
export type { Half, Scenario } from './scenario.js';

export const SCENARIOS: readonly Scenario[] = [...PROCESS_SCENARIOS, ...FILE_SCENARIOS];
