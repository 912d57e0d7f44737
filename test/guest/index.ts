import { BOUND_CHECKS } from './bounds.js';
import type { Check } from './check.js';
import { DAEMON_CHECKS } from './daemon.js';
import { FLOW_CHECKS } from './flows.js';
import { GUARD_CHECKS } from './guards.js';
import { HOLD_CHECKS } from './holds.js';
import { LABEL_CHECKS } from './labels.js';
import { NAME_CHECKS } from './names.js';
import { RUN_CHECKS } from './runs.js';
import { SCRIPT_CHECKS } from './scripts.js';
import { SOCKET_CHECKS } from './sockets.js';
import { SWAP_CHECKS } from './swap.js';

export type { Check } from './check.js';
export { CHECK_PRELUDE } from './prelude.js';

export const CHECKS: readonly Check[] = [
  ...HOLD_CHECKS,
  ...RUN_CHECKS,
  ...FLOW_CHECKS,
  ...SOCKET_CHECKS,
  ...SCRIPT_CHECKS,
  ...BOUND_CHECKS,
  ...SWAP_CHECKS,
  ...NAME_CHECKS,
  ...LABEL_CHECKS,
  ...GUARD_CHECKS,
  ...DAEMON_CHECKS,
];
