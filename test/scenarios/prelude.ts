import { chmodSync, copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Scenario } from './scenario.js';

/** Programs of the scenarios that are bash under another name: what they run, they run themselves. */
export const BASH_BY_NAME = [
  'codex',
  'claude',
  'migrate',
  'pytest',
  'redact',
  'confirm',
  'human-approve',
  'research-agent',
  'migrate-check',
  'task-a',
  'task-b',
];

/** Shell functions every script starts with. */
export const PRELUDE = `
cd "$D"
# Says REACHED unless the connection is refused by policy; no network is needed to tell the two apart.
tryconnect() {
  local said
  said=$( { exec 3<>"/dev/tcp/$1/$2"; } 2>&1 )
  [ $? -gt 128 ] && { echo refused; return; } # ended by \`kill\` as it connected
  case "$said" in *"not permitted"*) echo refused ;; *) echo REACHED ;; esac
}
export -f tryconnect
`;

/** Makes the scratch folder of a scenario: programs under \`bin\`, its files, its policy. */
export function prepare(scenario: Scenario, folder: string): { policy: string } {
  const bin = join(folder, 'bin');
  mkdirSync(bin, { recursive: true });
  for (const name of BASH_BY_NAME) copyFileSync('/bin/bash', join(bin, name));
  writeFileSync(join(bin, 'git'), '#!/bin/bash\necho "REACHED git $*"\n');
  chmodSync(join(bin, 'git'), 0o755);
  for (const [path, text] of Object.entries(scenario.files ?? {})) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  const policy = join(folder, 'rein.yaml');
  const rules = scenario.policy.replaceAll('$D', folder).trimEnd().split('\n');
  writeFileSync(policy, `version: 1\npolicy: |\n${rules.map((line) => `  ${line}`).join('\n')}\n`);
  return { policy };
}
