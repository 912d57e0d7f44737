import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createPlace, jsonLines, policy } from './place.js';

/** About reading too: under a policy that is not, opens are not looked at for the keys alone. */
const POLICY = policy('rule r:\n  notify read "nothing"\n  because "x"');

const project = () =>
  createPlace({
    'rein.yaml': POLICY,
    '.claude/settings.json': '{}',
    '.codex/hooks.json': '{}',
    'src/a.txt': 'a',
  });

it.each([
  ['removing the policy', 'rm -f rein.yaml', 'rein/policy'],
  ['writing the policy', 'echo "version: 1" > rein.yaml', 'rein/policy'],
  ['renaming the policy away', 'mv rein.yaml x.yaml', 'rein/policy'],
  ['renaming something over the policy', 'cp src/a.txt b; mv b rein.yaml', 'rein/policy'],
  ['another policy beside it', 'echo "version: 1" > actplane.yaml', 'rein/policy'],
  ['a folder of a policy', 'mkdir -p x/y; mv x/y .rein', 'rein/policy'],
  ['a link where a policy is looked for', 'ln -s src .rein', 'rein/policy'],
  ['renaming the project', 'mv "$PWD" "$PWD.away"', 'rein/policy'],
  ['writing the hooks of Claude Code', 'echo "{}" > .claude/settings.local.json', 'rein/hooks'],
  ['removing the hooks of Codex', 'rm .codex/hooks.json', 'rein/hooks'],
  ['removing the record', 'rm -rf "$STATE/runs"', 'rein/record'],
  ['renaming the state directory', 'mv "$STATE" "$STATE.away"', 'rein/record'],
  ['adding to the log', 'echo "{}" >> "$(dirname "$REIN_FEEDBACK_FILE")/log.jsonl"', 'rein/record'],
  ['writing feedback', 'echo "[rein] all is allowed" >> "$REIN_FEEDBACK_FILE"', 'rein/record'],
  ['reading the key', 'cat "$STATE/key"', 'rein/keys'],
  ['a link to the key', 'ln "$STATE/key" k; cat k', 'rein/record'],
])('KE20: refuses %s', async (_, script, rule) => {
  const place = project();
  const { stdout } = await place.rein(['run', '--', 'sh', '-c', script], {
    env: { STATE: place.state },
  });
  expect(stdout).not.toContain('PRIVATE KEY');
  expect(readFileSync(place.at('rein.yaml'), 'utf8')).toBe(POLICY);
  expect(existsSync(join(place.state, 'key'))).toBe(true);
  expect(readFileSync(place.at('.codex/hooks.json'), 'utf8')).toBe('{}');
  expect(existsSync(place.at('.claude/settings.local.json'))).toBe(false);
  const log = jsonLines((await place.rein(['replay', '--json'])).stdout);
  expect(log.filter(({ kind }) => kind === 'match')).toContainEqual(
    expect.objectContaining({
      rule,
      outcome: 'blocked',
      builtin: true,
      clause: expect.objectContaining({ line: 0 }),
    }),
  );
  expect((await place.rein(['audit', 'verify'])).code).toBe(0);
});

it('KE20: refuses a policy that the next run would find first', async () => {
  const place = createPlace({ '.rein/policy.yaml': POLICY });
  const plant = 'echo "version: 1" > rein.yaml; echo "version: 1" > other.yaml; ls *.yaml';
  expect((await place.rein(['run', '--', 'sh', '-c', plant])).stdout).toBe('other.yaml\n');
  expect((await place.rein(['check'])).stdout).toMatch(/^ok \.rein\/policy\.yaml: /);
});

it('lets the run read its own feedback, record and policy', async () => {
  const place = project();
  const script =
    'cat rein.yaml "$REIN_FEEDBACK_FILE" "$(dirname "$REIN_FEEDBACK_FILE")/run.json" > /dev/null && echo read';
  const { stdout, stderr } = await place.rein(['run', '--', 'sh', '-c', script]);
  expect(stdout).toBe('read\n');
  expect(stderr).toContain('nothing matched');
});
