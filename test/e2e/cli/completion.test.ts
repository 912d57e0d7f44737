import { spawnSync } from 'node:child_process';
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
    'ps --status run',
    'approvals --status ',
    'audit ver',
    'run --jo',
    'run researcher -- m',
  ];
  const script = `source rein.bash
t() { COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _rein; echo "\${COMPREPLY[*]}"; }
${asked.map((line) => `t rein ${line.replace(/ $/, ' ""')}`).join('\n')}`;
  const { stdout, stderr } = await run('bash', ['-c', script], { cwd: place.project });
  expect([stdout.split('\n'), stderr]).toEqual([
    [
      ...['token', 'create list rotate revoke --help', '--role', 'running'],
      ...['pending approved denied expired cancelled all', 'verify', '--job', '', ''],
    ],
    '',
  ]);
  expect((await place.rein(['completion', 'tcsh'])).code).toBe(2);
});

const has = (shell: string): boolean => spawnSync(shell, ['-c', 'true']).status === 0;

it.skipIf(!has('zsh'))('zsh completes the same', async () => {
  const place = createPlace();
  place.write('rein.zsh', (await place.rein(['completion', 'zsh'])).stdout);
  const script = `compdef() { :; }; compadd() { shift; print -r -- "$*"; }; _default() { print default; }
source ./rein.zsh
t() { words=("$@"); CURRENT=$#; _rein; }
t rein token ''; t rein audit ''; t rein run researcher -- m; t rein approvals --status a`;
  const { stdout, stderr } = await run('zsh', ['-f', '-c', script], { cwd: place.project });
  const [token, audit, behind, states] = stdout.split('\n');
  expect([token, behind, stderr]).toEqual(['create list rotate revoke --help', 'default', '']);
  expect(audit).toContain('verify');
  expect(states).toBe('pending approved denied expired cancelled all');
});

it.skipIf(!has('fish'))('fish completes the same', async () => {
  const place = createPlace();
  place.write('rein.fish', (await place.rein(['completion', 'fish'])).stdout);
  const asked = ['to', 'token create --ro', 'audit ver', 'run researcher --jo', 'ps --status q'];
  const script = `source rein.fish
${asked.map((line) => `complete -C 'rein ${line}'`).join('\n')}`;
  const { stdout } = await run('fish', ['--no-config', '-c', script], { cwd: place.project });
  expect(stdout.trimEnd().split('\n')).toEqual(['token', '--role', 'verify', '--job', 'queued']);
});
