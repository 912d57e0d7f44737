import { CHECK_PRELUDE, CHECKS, type Check } from '../../test/guest/index.js';
import {
  type Case,
  caseScript,
  fail,
  type Judgement,
  NOT_PLAYED,
  PASS,
  policyFile,
  workOf,
} from './case.js';
import { compile } from './compile.js';
import type { Played } from './played.js';

function checkCase(check: Check): Case {
  const work = workOf(check.id);
  return {
    ids: [check.id],
    name: check.id,
    script: check.says,
    ...(check.tiers === undefined ? {} : { tiers: check.tiers }),
    files: [
      ...Object.entries(check.policies).map(([name, rules]) =>
        policyFile(`${work}/${name}.yaml`, rules.replaceAll('$D', work)),
      ),
      ...Object.entries(check.images ?? {}).map(([name, rules]) => ({
        path: `${work}/${name}.img`,
        mode: 0o644,
        content: compile(rules.replaceAll('$D', work), work),
      })),
      caseScript(check.id, `${CHECK_PRELUDE}${check.script}`),
    ],
    parts: 1,
    judge: (played) => [{ id: check.id, half: 'check', judgement: judge(played) }],
  };
}

function judge(played: Played | undefined): Judgement {
  if (played === undefined) return NOT_PLAYED;
  const { status, stderr } = played;
  return status === 0 ? PASS : fail(`ended with ${status}: ${lastLine(stderr)}`);
}

const lastLine = (text: string): string => text.trimEnd().split('\n').at(-1) ?? '';

/** The engine's own checks: all of them, or those that every `npm test` plays. */
export function checkCases(which: 'all' | 'everyday'): Case[] {
  return CHECKS.filter((check) => which === 'all' || check.everyday).map(checkCase);
}
