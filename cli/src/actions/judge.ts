import { resolve } from 'node:path';
import { hostFacts } from '@rein/govern';
import {
  type ActionJudge,
  CAPABILITY_MODES,
  type Capabilities,
  type CapabilityMode,
  createActionJudge,
  type Program,
} from '@rein/language';
import { cliFault } from '../fault.js';
import { programOf } from '../policy/assemble.js';
import { chooseSource, loadPolicy } from '../policy/load.js';

/** What the questions about a policy file need. */
export interface PolicyOfFile {
  readonly judge: ActionJudge;
  readonly capabilities: Capabilities | null;
  readonly program: Program;
  readonly workspace: string;
}

/**
 * Loads a policy file for questions, the nearest one if none is named. Throws `no-policy`,
 * `policy-unreadable` and what is wrong with the file.
 */
export function judgeOfFile(path: string | undefined, workspace?: string): PolicyOfFile {
  const source = chooseSource(path === undefined ? {} : { policy: path });
  const loaded = loadPolicy(source);
  const program = programOf(loaded);
  const { capabilities } = loaded.document;
  const place = resolve(workspace ?? source.root);
  const host = hostFacts(source.root);
  return {
    ...{ capabilities, program, workspace: place },
    judge: createActionJudge(capabilities, { program, host, workspace: place }),
  };
}

/** The mode that `--mode` names. */
export function modeOf(value: string): CapabilityMode {
  const mode = CAPABILITY_MODES.find((one) => one === value);
  if (mode !== undefined) return mode;
  const expected = CAPABILITY_MODES.join(', ');
  throw cliFault('bad-option', { option: '--mode', value, expected });
}
