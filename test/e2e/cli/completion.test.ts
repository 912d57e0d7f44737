import { expect, it } from 'vitest';
import { run } from '../rein.js';
import { createPlace } from './place.js';

it('bash completes commands, their subcommands and options, and nothing behind `--`', async () => {
  const place = createPlace();
  place.write('rein.bash', (await place.rein(['completion', 'bash'])).stdout);
  const asked = [
    'to',
    'token ',
    'token create --ro',
    'audit ver',
    'run --jo',
    'run researcher -- m',
  ];
  const script = `source rein.bash
t() { COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _rein; echo "\${COMPREPLY[*]}"; }
${asked.map((line) => `t rein ${line.replace(/ $/, ' ""')}`).join('\n')}`;
  const { stdout, stderr } = await run('bash', ['-c', script], { cwd: place.project });
  expect([stdout.split('\n'), stderr]).toEqual([
    ['token', 'create list rotate revoke --help', '--role', 'verify', '--job', '', ''],
    '',
  ]);
  expect((await place.rein(['completion', 'tcsh'])).code).toBe(2);
});
