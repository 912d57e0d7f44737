import { IMAGE_MAGIC } from '@rein/contract';
import { expect, test } from 'vitest';
import { judgePolicyText, preparePolicy } from '../src/index.js';

const POLICY = `version: 1
policy: |
  rule no-push:
    block exec "git" "push"
    because "Push by hand."
  rule no-net:
    block connect endpoint "api.example.test"
`;

const place = { path: '/p/rein.yaml', root: '/p', state: '/s', runFolder: '/s/runs/R' };

test('a policy comes with rein’s own rules behind it', () => {
  const prepared = preparePolicy({ ...place, text: POLICY });
  expect(Buffer.from(prepared.image).toString('latin1', 0, 8)).toBe(IMAGE_MAGIC);
  expect(prepared.rules.map(({ name, builtin }) => [name, builtin])).toEqual([
    ['no-push', false],
    ['no-net', false],
    ['rein/record', true],
    ['rein/keys', true],
    ['rein/policy', true],
    ['rein/hooks', true],
  ]);
  expect(prepared.clauses[0]).toMatchObject({ rule: 0, effect: 'block' });
  expect(prepared.hostNames).toEqual(['api.example.test']);
});

test('what is wrong with a policy is said on one line', () => {
  expect(judgePolicyText(POLICY)).toBeUndefined();
  const why = judgePolicyText(POLICY.replace('block exec', 'block exek'));
  expect(why).toMatch(/exek/);
  expect(() => preparePolicy({ ...place, text: 'version: 1\npolicy: nonsense\n' })).toThrow(/\w/);
});

test('a run of the daemon may not speak to what decides about it, nor read people’s secrets', () => {
  const sockets = ['/s', '/run/rein/reind.sock'];
  const prepared = preparePolicy({ ...place, text: POLICY, sockets, secrets: ['/h/.config/rein'] });
  const texts = prepared.clauses.map(({ text }) => text);
  expect(texts).toContain('block connect "unix:/run/rein/reind.sock"');
  expect(texts).toContain('block connect "unix:/s/**"');
  expect(texts).toContain('block open "/h/.config/rein/**"');
  expect(prepared.rules.map(({ name }) => name)).toContain('rein/sockets');
});
