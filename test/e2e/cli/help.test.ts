import { expect, it } from 'vitest';
import { createPlace } from './place.js';

const place = createPlace();
const COMMANDS = [
  ...['run', 'check', 'init', 'approvals', 'approve', 'deny', 'runs', 'replay'],
  ...['why', 'audit', 'test', 'fmt', 'doctor', 'hook'],
  ...[
    'daemon',
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

it('lists every command, and hides what is not for people', async () => {
  const { code, stdout } = await place.rein(['--help']);
  expect(code).toBe(0);
  for (const name of COMMANDS) expect(stdout).toMatch(new RegExp(`^  ${name} `, 'm'));
  expect(stdout).not.toContain('__record');
});

it('shows the options of a command before those that all of them take', async () => {
  for (const args of [['ps'], ['approvals'], ['token', 'create'], ['whoami']]) {
    const { stdout } = await place.rein([...args, '--help']);
    const headings = stdout.match(/^(Options|Which reind, and as whom):$/gm);
    expect(headings).toEqual(['Options:', 'Which reind, and as whom:']);
  }
});

it.each(COMMANDS)(
  'HC16: %s shows examples, and takes no option that is not there',
  async (name) => {
    const help = await place.rein([name, '--help']);
    expect(help.code).toBe(0);
    const sub = name === 'audit' ? await place.rein(['audit', 'verify', '--help']) : help;
    expect(sub.stdout).toMatch(/^Examples?(?:, with .*)?:$/m);
    const wrong = await place.rein([name, '--no-such-option']);
    // A hook's 2 would block the agent's tool.
    expect(wrong.code).toBe(name === 'hook' ? 1 : 2);
    expect(wrong.stdout).toBe('');
  },
);

it.each(['audit verify', 'policy dry-run', 'agent create', 'token create', 'daemon start'])(
  'HC16: %s ends with the code of a wrong command line',
  async (name) => {
    const { code, stderr } = await place.rein([...name.split(' '), '--no-such-option']);
    expect([code, stderr]).toEqual([
      2,
      expect.stringContaining(`(\`rein ${name} --help\` says what it takes)`),
    ]);
  },
);

it('HC16: says its version, and how it is used when nothing is asked', async () => {
  expect((await place.rein(['--version'])).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  const nothing = await place.rein([]);
  expect(nothing.code).toBe(2);
  expect(nothing.stdout).toBe('');
  expect(nothing.stderr).toContain('Usage: rein');
});

it('suggests the command that was meant', async () => {
  const { code, stderr } = await place.rein(['reply']);
  expect(code).toBe(2);
  expect(stderr).toContain("unknown command 'reply'");
  expect(stderr).toContain('Did you mean replay?');
});
