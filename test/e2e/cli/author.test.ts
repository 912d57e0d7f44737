import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createPlace, jsonLines, policy } from './place.js';

const POLICY = policy('rule no-push:\n  ask exec "git" "push"\n  because "a person looks"');

describe('rein test', () => {
  const cases = (expected: string) => `cases:
  - name: a push waits
    steps:
      - exec: git push
        expect: ${expected}
        answer: deny
      - exec: git status
`;

  it('CP16: is content when every verdict is as expected', async () => {
    const place = createPlace({ 'rein.yaml': POLICY, 'cases.yaml': cases('ask no-push') });
    const { code, stdout } = await place.rein(['test', 'rein.yaml', '--cases', 'cases.yaml']);
    expect([code, stdout]).toEqual([0, 'ok a push waits\n1 case, all ok\n']);
  });

  it('CP16: names the step that came out otherwise', async () => {
    const place = createPlace({ 'rein.yaml': POLICY, 'cases.yaml': cases('block') });
    const args = ['test', 'rein.yaml', '--cases', 'cases.yaml'];
    const { code, stdout } = await place.rein(args);
    expect(code).toBe(1);
    expect(stdout).toContain('line 4: exec: git push\n    expected block, got ask no-push');
    const json = await place.rein([...args, '--json']);
    expect(json.code).toBe(1);
    expect(jsonLines(json.stdout)).toMatchObject([{ name: 'a push waits', ok: false }]);
  });

  it('refuses an expectation that no rule could meet, and a policy that is not valid', async () => {
    const place = createPlace({
      'rein.yaml': POLICY,
      'bad.yaml': policy('rule'),
      'cases.yaml': cases('ask no-posh'),
    });
    const typo = await place.rein(['test', 'rein.yaml', '--cases', 'cases.yaml']);
    expect(typo.code).toBe(1);
    expect(typo.stderr).toContain('no-posh');
    expect(typo.stdout).toBe('');
    const bad = await place.rein(['test', 'bad.yaml', '--cases', 'cases.yaml']);
    expect(bad.code).toBe(1);
    expect((await place.rein(['test', 'rein.yaml'])).code).toBe(2);
  });
});

describe('rein fmt', () => {
  const UGLY = policy('rule   no-push:\n      ask   exec "git"    "push"');

  it('prints, checks and writes', async () => {
    const place = createPlace({ 'rein.yaml': UGLY });
    const printed = await place.rein(['fmt']);
    expect(printed.stdout).toContain('    ask exec "git" "push"\n');
    expect(readFileSync(place.at('rein.yaml'), 'utf8')).toBe(UGLY);

    const check = await place.rein(['fmt', '--check']);
    expect([check.code, check.stdout]).toEqual([1, 'rein.yaml\n']);
    const write = await place.rein(['fmt', '--write']);
    expect([write.code, write.stdout]).toEqual([0, 'rein.yaml\n']);
    expect(readFileSync(place.at('rein.yaml'), 'utf8')).toBe(printed.stdout);
    const again = await place.rein(['fmt', '--check']);
    expect([again.code, again.stdout]).toEqual([0, '']);
  });

  it('leaves a policy with an error as it is', async () => {
    const bad = policy('rule r:\n   blck exec "git"');
    const place = createPlace({ 'rein.yaml': bad });
    const { code, stderr } = await place.rein(['fmt', '--write']);
    expect(code).toBe(1);
    expect(stderr).toContain('there is no effect `blck`');
    expect(readFileSync(place.at('rein.yaml'), 'utf8')).toBe(bad);
    expect((await place.rein(['fmt', '--write', '--check'])).code).toBe(2);
  });
});
