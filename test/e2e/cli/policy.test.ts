import { expect, it } from 'vitest';
import { createPlace } from './place.js';

const POLICY = `version: 1
policy: |
  rule no-push:
    block exec "git" "push"
    because "not today"
capabilities:
  fs.write:
    - allow: "reports/**"
      max_bytes: 4
    - ask: "src/**"
`;

it('validate: a good policy is 0, a bad one 1 with its path, line and column', async () => {
  const place = createPlace({
    'good.yaml': POLICY,
    'rule.yaml': POLICY.replace('block exec', 'blok exec'),
    'capability.yaml': POLICY.replace('- ask:', '- aks:'),
  });
  const good = await place.rein(['policy', 'validate', 'good.yaml']);
  expect([good.code, good.stderr]).toEqual([0, '']);
  for (const [file, at, line] of [
    ['rule.yaml', 'rule.yaml:4:5', '    blok exec "git" "push"'],
    ['capability.yaml', 'capability.yaml:10:7', '- aks: "src/**"'],
  ]) {
    const bad = await place.rein(['policy', 'validate', file ?? '']);
    expect(bad.code, file).toBe(1);
    expect(bad.stdout + bad.stderr).toContain(at);
    expect(bad.stdout + bad.stderr).toContain(line);
    // One validator: `check` says the same.
    const checked = await place.rein(['check', file ?? '']);
    expect([checked.code, checked.stdout, checked.stderr]).toEqual([1, bad.stdout, bad.stderr]);
  }
});

it('asks the nearest policy where none is named', async () => {
  const place = createPlace({ 'rein.yaml': POLICY, 'src/deep/x': '' });
  const cwd = place.at('src/deep');
  for (const verb of ['dry-run', 'explain']) {
    const asked = ['policy', verb, '--capability', 'fs.write', '--resource', 'reports/a'];
    const { code, stdout } = await place.rein(asked, { cwd });
    expect([verb, code, stdout]).toEqual([verb, 0, expect.stringMatching(/^ALLOW by /)]);
  }
  const effective = await place.rein(['policy', 'effective'], { cwd });
  expect(effective.stdout).toContain(`${place.project}/reports/**`);
  const both = ['policy', 'effective', '--agent', 'a', '--mode', 'strict'];
  expect((await place.rein(both)).code).toBe(2);
});

it('dry-run: ALLOW, REQUIRE_APPROVAL or DENY, with the rule, and nothing is done', async () => {
  const place = createPlace({ 'rein.yaml': POLICY });
  const ask = async (resource: string, ...more: string[]) =>
    place.rein([
      ...['policy', 'dry-run', '--policy', 'rein.yaml', '--capability', 'fs.write'],
      ...['--resource', resource, ...more],
    ]);
  const allowed = await ask('reports/out.txt');
  expect([allowed.code, allowed.stdout]).toEqual([
    0,
    expect.stringMatching(/^ALLOW by fs\.write#1/),
  ]);
  const asked = await ask('src/a.ts');
  expect([asked.code, asked.stdout]).toEqual([
    1,
    expect.stringMatching(/^REQUIRE_APPROVAL by fs\.write#2/),
  ]);
  const denied = await ask('elsewhere', '--json');
  expect([denied.code, JSON.parse(denied.stdout).decision]).toEqual([1, 'DENY']);
  const small = await ask('reports/x', '--extra-json', '{"content":"x"}', '--json');
  expect([small.code, JSON.parse(small.stdout).decision]).toEqual([0, 'ALLOW']);
  const misspelt = await place.rein([
    ...['policy', 'dry-run', '--policy', 'rein.yaml', '--capability', 'fs.wrte', '--resource', 'x'],
  ]);
  expect([misspelt.code, misspelt.stderr]).toEqual([
    2,
    expect.stringContaining('`--capability` does not take `fs.wrte`'),
  ]);
  const large = await ask('reports/x', '--extra-json', '{"content":"too long"}', '--json');
  expect([large.code, JSON.parse(large.stdout).decision]).toEqual([1, 'DENY']);
  expect((await place.rein(['runs'])).stdout).not.toContain('reports');
});

it('effective: rules of the capabilities and of the policy, where each is from, and what is not enforced', async () => {
  const place = createPlace({ 'rein.yaml': POLICY });
  const { code, stdout } = await place.rein(['policy', 'effective', '--policy', 'rein.yaml']);
  expect(code).toBe(0);
  expect(stdout).toContain(
    'fs.write#1 (file, line 8): allow fs.write "reports/**"; at most 4 bytes',
  );
  expect(stdout).toMatch(/^engine, tier \w+$/m);
  expect(stdout).toContain('no-push (policy): block exec "git" "push"');
  expect(stdout).toMatch(/fs\.write \(capabilities\): block write "\*\*" unless target/);
  const { stdout: json } = await place.rein([
    ...['policy', 'effective', '--policy', 'rein.yaml', '--json'],
  ]);
  expect(JSON.parse(json).unenforced).toEqual(expect.any(Array));
});
