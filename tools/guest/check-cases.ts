import { CHECK_PRELUDE, CHECKS, type Check } from '../../test/guest/index.js';
import { type Case, folderOf } from './case.js';
import { compile } from './compile.js';
import { textFile } from './cpio.js';

function checkCase(check: Check): Case {
  const folder = folderOf(check.id);
  const work = `${folder}/D`;
  return {
    id: check.id,
    half: 'check',
    name: check.id,
    script: check.says,
    files: [
      ...Object.entries(check.policies).map(([name, rules]) => ({
        path: `${folder}/${name}.img`,
        mode: 0o644,
        content: compile(rules.replaceAll('$D', work), work),
      })),
      textFile(`${folder}/check.sh`, `${CHECK_PRELUDE}${check.script}\n`),
    ],
    command: `bash ${folder}/check.sh`,
    judge: ({ status }) => (status === 0 ? undefined : `ended with ${status}`),
  };
}

/** The engine's own checks. */
export function checkCases(): Case[] {
  return CHECKS.map(checkCase);
}
