import { existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fakeEngine } from '../../../enforce/test/fake-engine.js';
import { createPlace, jsonLines, policy } from './place.js';

const POLICY = policy('rule r:\n  block exec "git" "push"\n  ask write "x"\n  because "no"');

/** An engine of a tier that enforces nothing yet; it starts the command once it is told to. */
const observer = () =>
  fakeEngine(`
    await next();
    await say(1, { abi: 1, tier: 'observe', pid: process.pid, checks: [] });
    if ((await next())?.type !== 102) return;
    const { spawnSync } = await import('node:child_process');
    const command = argv.slice(argv.indexOf('--') + 1);
    const done = spawnSync(command[0], command.slice(1), { stdio: 'inherit' });
    await say(2, { pid: process.pid });
    await say(4, { code: done.status, status: done.status });
    await say(5, { counters });`);

describe('KE9: a policy that cannot be enforced here', () => {
  it('is not run, and each clause is counted', async () => {
    const place = createPlace({ 'rein.yaml': POLICY });
    const { code, stderr } = await place.rein(['run', '--', 'touch', 'ran'], {
      env: { REIN_ENGINE: observer() },
    });
    expect(code).toBe(3);
    expect(stderr).toMatch(/^block exec "git" "push": .*\nask write "x": .*\n/);
    expect(stderr).toContain('error[CLI014]: 2 clauses cannot be enforced on this machine');
    expect(existsSync(place.at('ran'))).toBe(false);
    const [run] = jsonLines((await place.rein(['runs', '--json'])).stdout);
    expect(run).toMatchObject({ status: 'ended', result: { how: 'refused' } });
    const log = jsonLines((await place.rein(['replay', '--json'])).stdout);
    expect(log.find(({ kind }) => kind === 'end')).toMatchObject({ how: 'refused' });
  });

  it('is run when a person says so, and the record names the tier', async () => {
    const place = createPlace({ 'rein.yaml': POLICY });
    const { code } = await place.rein(['run', '--allow-unenforced', '--', 'touch', 'ran'], {
      env: { REIN_ENGINE: observer() },
    });
    expect(code).toBe(0);
    expect(existsSync(place.at('ran'))).toBe(true);
    const log = jsonLines((await place.rein(['replay', '--json'])).stdout);
    expect(log[0]).toMatchObject({ kind: 'start', tier: 'observe' });
  });
});

/** An engine that only says what the machine has. */
function machine(...tiers: readonly { tier: string; ok: boolean; detail: string }[]): string {
  const program = join(mkdtempSync(join(tmpdir(), 'rein-probe-')), 'engine');
  const said = JSON.stringify({ abi: 1, tiers, checks: [] });
  writeFileSync(program, `#!/bin/sh\n[ "$1" = probe ] && echo '${said}'\n`, { mode: 0o755 });
  return program;
}

describe('a machine that only observes', () => {
  const env = {
    REIN_ENGINE: machine(
      { tier: 'lsm', ok: false, detail: 'no hooks here' },
      { tier: 'observe', ok: true, detail: 'a call was seen' },
    ),
  };

  it('is named by rein check, clause by clause', async () => {
    const rules = 'rule r:\n  block write "x"\n  kill exec "y"\n  block connect any';
    const place = createPlace({ 'rein.yaml': policy(rules) });
    const { stdout } = await place.rein(['check'], { env });
    expect(stdout).toContain('1 rule, 3 clauses, observe enforces 1 before, 1 after, 1 not');
    const [file] = jsonLines((await place.rein(['check', '--json'], { env })).stdout);
    expect(file).toMatchObject({
      tier: 'observe',
      passed_over: [{ tier: 'lsm', why: 'no hooks here' }],
      clauses: [{ enforced: 'none' }, { enforced: 'after' }, { enforced: 'before' }],
    });
    expect((await place.rein(['check', '--strict'], { env })).code).toBe(1);
  });

  it('is named by rein doctor, with what it leaves open', async () => {
    const place = createPlace({ 'rein.yaml': POLICY });
    const { code, stdout } = await place.rein(['doctor'], { env });
    expect(code).toBe(1);
    expect(stdout).toMatch(/· lsm tier +no hooks here/);
    expect(stdout).toMatch(/2 clauses cannot be enforced here/);
    expect(stdout).toMatch(/write +after +none +none +after/);
    expect(stdout).toContain('a host name with a wildcard cannot be looked up');
  });

  it('runs nothing under a tier that it does not have', async () => {
    const place = createPlace({ 'rein.yaml': POLICY });
    const { code, stderr } = await place.rein(['run', '--engine', 'lsm', '--', 'touch', 'ran'], {
      env,
    });
    expect(code).toBe(125);
    expect(stderr).toContain('error[CLI016]: the lsm tier cannot be had here: no hooks here');
    expect(existsSync(place.at('ran'))).toBe(false);
  });
});

describe('an engine that is not what it should be', () => {
  it.each([
    [
      'of another version',
      "await say(1, { abi: 9, tier: 'observe', pid: 1, checks: [] }); await sleep(3000);",
      'ENF015',
    ],
    [
      'that refuses the policy',
      "await next(); await say(6, { code: 'bad-image', message: 'no' });",
      'ENF012',
    ],
    ['that ends at once', 'process.exit(3);', 'ENF013'],
    ['that speaks nonsense', "await raw(1, Buffer.from('x')); await sleep(3000);", 'ENF003'],
  ])('starts nothing: one %s', async (_, script, id) => {
    const place = createPlace({ 'rein.yaml': POLICY });
    const { code, stderr } = await place.rein(['run', '--', 'touch', 'ran'], {
      env: { REIN_ENGINE: fakeEngine(script) },
    });
    expect(code).toBe(125);
    expect(stderr).toContain(`error[${id}]`);
    expect(existsSync(place.at('ran'))).toBe(false);
  });

  it('is named when it is not there', async () => {
    const place = createPlace({ 'rein.yaml': POLICY });
    const env = { REIN_ENGINE: '/nonexistent/engine' };
    const run = await place.rein(['run', '--', 'true'], { env });
    expect(run.code).toBe(125);
    expect(run.stderr).toContain(
      'error[ENF010]: the engine was not found at `/nonexistent/engine`',
    );
    const doctor = await place.rein(['doctor'], { env });
    expect(doctor.code).toBe(1);
    expect(doctor.stdout).toContain('no tier can be had here');
  });
});

it('rein doctor finds everything in place on this machine', async () => {
  const place = createPlace({ 'rein.yaml': POLICY });
  const { code, stdout } = await place.rein(['doctor', '--json']);
  const health = JSON.parse(stdout);
  expect(code).toBe(0);
  expect(health.tier).toBe('supervisor');
  expect(health.operations).toContainEqual({
    operation: 'connect',
    effects: expect.arrayContaining([
      expect.objectContaining({ effect: 'ask', enforced: 'before' }),
    ]),
  });
  place.write('rein.yaml', 'version: 1\npolicy: |\n  rule');
  const broken = await place.rein(['doctor']);
  expect(broken.code).toBe(1);
  expect(broken.stdout).toMatch(/✘ policy .*1 error/);
});
