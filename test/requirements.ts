import { actions } from './requirements/actions.js';
import { capabilities } from './requirements/capabilities.js';
import { commands } from './requirements/commands.js';
import { control } from './requirements/control.js';
import { daemonCommands } from './requirements/daemon-commands.js';
import { engine } from './requirements/engine.js';
import { feedback } from './requirements/feedback.js';
import { policyLanguage } from './requirements/policy-language.js';
import type { Requirements } from './requirements/requirement.js';
import { scenarios } from './requirements/scenarios.js';

/** By subject. An id stands in one of them. */
export const parts: readonly Requirements[] = [
  ...[policyLanguage, engine, feedback, commands, control],
  ...[daemonCommands, capabilities, actions, scenarios],
];

/** Everything Rein promises, and the tests that hold it to it. */
export const requirements: Requirements = Object.assign({}, ...parts);
