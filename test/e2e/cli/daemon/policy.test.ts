import { expect, it } from 'vitest';
import { COMMANDS } from '../../../../control/test/http/commands.js';
import { createPlace } from '../place.js';
import { newDaemonPlace } from './place.js';

it('what a file says and what the daemon says of its agent is one answer', async () => {
  const place = await newDaemonPlace();
  const json = async (...args: string[]) =>
    JSON.parse((await place.rein(['policy', ...args, '--json'])).stdout);
  for (const [capability, resource] of [
    ['fs.write', 'reports/a'],
    ['fs.write', 'src/app.ts'],
    ['fs.write', '../out'],
    ['net.fetch', 'https://example.org/'],
    ['proc.spawn', 'date'],
  ]) {
    const question = ['--capability', capability ?? '', '--resource', resource ?? ''];
    const here = await json('dry-run', '--policy', 'rein.yaml', ...question);
    const there = await json('explain', '--agent', 'researcher', ...question);
    expect(there, `${capability} ${resource}`).toEqual(here);
  }
  const here = await json('effective', '--policy', 'rein.yaml');
  const there = await json('effective', '--agent', 'researcher');
  expect(there).toMatchObject({ agent_id: 'researcher', mode: 'guard' });
  for (const member of ['engine', 'tier', 'unenforced', 'notes']) {
    expect(there[member], member).toEqual(here[member]);
  }
  expect(there.engine).toContainEqual({
    ...{ rule: 'ask-date', from: 'policy', clauses: ['ask exec "date"'] },
  });
  expect(there.rules[0]).toMatchObject({ id: 'fs.read#1', layer: 'agent' });
});

it('the version of the store is a number, with a daemon and without', async () => {
  const place = await newDaemonPlace();
  const running = await place.rein(['daemon', 'schema-version']);
  expect([running.code, running.stdout]).toEqual([0, expect.stringMatching(/^[1-9]\d*\n$/)]);
  await place.rein(['daemon', 'stop']);
  const db = `${place.state}/reind/store.db`;
  expect((await place.rein(['daemon', 'schema-version', '--db', db])).stdout).toBe(running.stdout);
  const none = await place.rein(['daemon', 'schema-version', '--db', 'nothing.db']);
  expect([none.code, none.stdout]).toEqual([1, '']);
  expect(none.stderr).toContain('there is none at');
});

it('every route has its command, and what can be made can be ended', async () => {
  const place = createPlace();
  const commands = [...new Set(Object.values(COMMANDS))].filter((one) => !one.startsWith('('));
  for (const command of commands) {
    const words = command.split(' ');
    const { code, stdout } = await place.rein([...words, '--help']);
    expect([command, code]).toEqual([command, 0]);
    expect(stdout).toContain(`Usage: rein ${command}`);
  }
  for (const [made, ended] of [
    ['agent create', 'agent rm'],
    ['token create', 'token revoke'],
    ['run', 'cancel'],
    ['approve', 'deny'],
    ['login', 'logout'],
    ['daemon start', 'daemon stop'],
  ]) {
    for (const command of [made, ended]) {
      expect((await place.rein([...(command ?? '').split(' '), '--help'])).code).toBe(0);
    }
  }
});
