import { chmodSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { run } from '../rein.js';
import { createPlace, policy } from './place.js';

const REIN = fileURLToPath(new URL('../../../cli/bin/rein.js', import.meta.url));
const COMMANDS = [
  ...['', 'run', 'check', 'init', 'approvals', 'approve', 'deny', 'runs', 'replay'],
  ...['why', 'audit', 'audit verify', 'audit events', 'audit export', 'audit proof'],
  ...['audit checkpoint', 'audit fsck', 'audit keys', 'test', 'fmt', 'doctor', 'hook'],
  ...[
    'daemon',
    'daemon start',
    'login',
    'logout',
    'whoami',
    'token',
    'agent',
    'ps',
    'logs',
    'cancel',
    'completion',
  ],
];
/** What examples show that a test machine need not have. */
const STUBS = ['claude', 'codex', 'make', 'jq', 'sudo'];

/** A project with a policy, cases and one run on record. */
async function project() {
  const place = createPlace({
    'rein.yaml': policy('rule ask-before-push:\n  ask exec "git" "push"\n  because "x"'),
    'policies/one.yaml': policy('rule r:\n  block exec "x"\n  because "x"'),
    'cases.yaml':
      'cases:\n  - name: c\n    steps:\n      - exec: git push\n        expect: ask\n        answer: deny\n',
  });
  for (const stub of STUBS) {
    place.write(`bin/${stub}`, '#!/bin/sh\nexec cat > /dev/null\n');
    chmodSync(place.at(`bin/${stub}`), 0o755);
  }
  place.write('bin/rein', `#!/bin/sh\nexec '${process.execPath}' '${REIN}' "$@"\n`);
  chmodSync(place.at('bin/rein'), 0o755);
  await place.rein(['run', '--', 'true']);
  const [{ run: id }] = JSON.parse(`[${(await place.rein(['runs', '--json'])).stdout.trim()}]`);
  return { place, id: String(id).slice(-6) };
}

it.each(COMMANDS)('HC16: the examples of `rein %s` run', async (name) => {
  const { place, id } = await project();
  const { stdout } = await place.rein([...name.split(' ').filter(Boolean), '--help']);
  const examples = [...stdout.matchAll(/^ {2}\$ (?<line>.+)$/gm)].flatMap(
    (found) => found.groups?.line ?? [],
  );
  expect(examples).not.toEqual([]);
  for (const line of examples) {
    // What stands behind several blanks is said about the command, not to it.
    const command = (line.split(/ {3,}/)[0] ?? '').replaceAll('4F2K7Q', id);
    const script = `set -o pipefail; timeout 5 bash -o pipefail -c ${JSON.stringify(command).replaceAll('$', '\\$')} < /dev/null`;
    const { code, stderr } = await run('bash', ['-c', script], {
      cwd: place.project,
      env: {
        ...place.env,
        ANTHROPIC_API_KEY: 'none',
        PATH: `${place.at('bin')}:${process.env.PATH}`,
      },
    });
    // 2: it makes no sense; 125: rein failed; 127: no such command.
    expect([command, [2, 125, 127].includes(code), stderr.includes('bug')]).toEqual([
      command,
      false,
      false,
    ]);
  }
  await place.rein(['daemon', 'stop']);
});
