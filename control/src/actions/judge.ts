import type { ActionDecision } from '@rein/contract/api';
import { hostFacts, judgePolicyText } from '@rein/govern';
import {
  type ActionJudge,
  check,
  createActionJudge,
  parsePolicyFile,
  type RuleEffect,
} from '@rein/language';
import { fault } from '../fault.js';

export type { Judged } from '@rein/language';

export interface Judge extends ActionJudge {
  /** How long a person is asked when the policy says so. */
  readonly askTimeoutMs: number | null;
}

export interface JudgedPolicy {
  readonly path: string;
  readonly text: string;
  /** What relative patterns of its rules start from. */
  readonly root: string;
  readonly workspace: string;
  readonly agent: string;
}

/** Compiles a policy. Throws `policy-unreadable`. */
export function createJudge({ path, text, root, workspace, agent }: JudgedPolicy): Judge {
  const document = parsePolicyFile(Buffer.from(text));
  const { program } = check(document);
  if (program === null) {
    throw fault('policy-unreadable', { path, why: judgePolicyText(text) ?? 'it has errors' });
  }
  const place = { program, host: hostFacts(root, agent), workspace };
  return {
    ...createActionJudge(document.capabilities, place),
    askTimeoutMs: document.settings.askTimeoutMs,
  };
}

export function decisionOf(verdict: RuleEffect): ActionDecision {
  switch (verdict) {
    case 'allow':
      return 'ALLOW';
    case 'deny':
      return 'DENY';
    case 'ask':
      return 'REQUIRE_APPROVAL';
    default:
      return verdict satisfies never;
  }
}
