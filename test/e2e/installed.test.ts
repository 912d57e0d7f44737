import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { run } from './rein.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const tsx = join(root, 'node_modules', 'tsx', 'dist', 'cli.mjs');

/** A folder where somebody installed the package, on a machine that has node and a shell. */
const folder = mkdtempSync(join(tmpdir(), 'rein-installed-'));
const bin = join(folder, 'bin');
const env = { PATH: bin, HOME: folder, XDG_STATE_HOME: join(folder, 'state'), REIN_ENGINE: '' };
const rein = (...args: string[]) =>
  run(join(folder, 'node_modules', '.bin', 'rein'), args, { cwd: folder, env });

beforeAll(async () => {
  mkdirSync(bin);
  for (const program of [process.execPath, '/bin/bash', '/bin/sh', '/usr/bin/env']) {
    symlinkSync(program, join(bin, program.slice(program.lastIndexOf('/') + 1)));
  }
  const packed = await run(process.execPath, [tsx, join(root, 'tools/pack/main.ts'), folder]);
  expect(packed.stderr).toBe('');
  // The second Node of the tests comes without npm.
  const beside = join(dirname(process.execPath), 'npm');
  const npm = existsSync(beside) ? beside : 'npm';
  const installed = await run(npm, ['install', '--offline', packed.stdout.trim()], { cwd: folder });
  expect(installed.code, installed.stderr).toBe(0);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the package, installed where there is no compiler', () => {
  it('runs its own engine', async () => {
    const { code, stdout } = await rein('doctor');
    expect(stdout).toContain(join(folder, 'node_modules', 'rein', 'engine', 'rein-engine'));
    expect(stdout).toContain('ready to run');
    expect(code).toBe(0);
  });

  it('brings the examples: policies with their cases, a job', async () => {
    const examples = join(folder, 'node_modules', 'rein', 'examples');
    for (const name of ['coding-agent', 'secrets', 'quickstart', 'capabilities']) {
      const [policy, cases] = ['rein.yaml', 'cases.yaml'].map((file) => join(examples, name, file));
      const { code, stdout } = await rein('policy', 'test', policy ?? '', '--cases', cases ?? '');
      expect([name, code, stdout]).toEqual([name, 0, expect.stringMatching(/all ok/)]);
    }
    for (const file of ['job.yaml', 'mcp_open_args.json']) {
      expect(existsSync(join(examples, 'quickstart', file))).toBe(true);
    }
    const listed = await rein('init', '--list-templates');
    expect(listed.stderr).toContain('quickstart');
  });

  it('refuses what a policy refuses, and lets the rest pass', async () => {
    const rule = 'rule keep: block write "kept" because "kept as it is"';
    const { stdout, stderr } = await rein(
      ...['run', '--rule', rule, '--', 'bash', '-c'],
      'echo x > kept; echo x > other; echo end',
    );
    expect(stdout).toBe('end\n');
    expect(stderr).toContain('why: kept as it is');
    expect([existsSync(join(folder, 'kept')), existsSync(join(folder, 'other'))]).toEqual([
      false,
      true,
    ]);
  });

  it('brings the daemon, with SQLite for a Node that has none', async () => {
    const started = await rein('daemon', 'start');
    expect(started.code, started.stderr).toBe(0);
    await rein('daemon', 'init', '--label', 'ada');
    writeFileSync(
      join(folder, 'rein.yaml'),
      'version: 1\ncapabilities:\n  proc.spawn:\n    - allow: bash\n',
    );
    await rein('agent', 'create', 'a', '--workspace', bin, '--policy', 'rein.yaml');
    const ran = await rein('run', 'a', '--', 'bash', '-c', 'echo ran; echo x > here');
    expect([ran.code, ran.stdout]).toEqual([1, 'ran\n']);
    expect((await rein('daemon', 'stop')).code).toBe(0);
  });

  it('brings a systemd unit whose command starts it', async () => {
    const reind = join(folder, 'node_modules', 'rein', 'reind');
    const unit = readFileSync(join(reind, 'reind.service'), 'utf8');
    mkdirSync(join(folder, 'config', 'rein'), { recursive: true });
    copyFileSync(join(reind, 'reind.yaml'), join(folder, 'config', 'rein', 'reind.yaml'));
    const [program = '', ...args] = (/^ExecStart=(.+)$/m.exec(unit)?.[1] ?? '')
      .replace('%E', join(folder, 'config'))
      .split(' ');
    const PATH = `${join(folder, 'node_modules', '.bin')}:${bin}`;
    const service = spawn(program, args, { env: { ...env, PATH }, stdio: 'ignore' });
    const ended = once(service, 'exit');
    while ((await rein('daemon', 'status')).code !== 0 && service.exitCode === null);
    expect(service.exitCode).toBeNull();
    service.kill('SIGTERM');
    expect(await ended).toEqual([0, null]);
    expect((await rein('daemon', 'status')).code).not.toBe(0);
  });
});
