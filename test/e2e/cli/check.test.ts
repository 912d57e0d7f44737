import { describe, expect, it } from 'vitest';
import { REIN, run } from '../rein.js';
import { createPlace, jsonLines, policy } from './place.js';

const GOOD = policy('rule r:\n  block exec "git" "push"\n  notify write "*.md"\n  because "no"');
const BAD = policy('rule r:\n  blck exec "git"');

describe('rein check', () => {
  it('says one line for a file that is fine', async () => {
    const place = createPlace({ 'rein.yaml': GOOD });
    const { code, stdout, stderr } = await place.rein(['check']);
    expect({ code, stdout, stderr }).toEqual({
      code: 0,
      stdout: 'ok rein.yaml: 1 rule, 2 clauses, supervisor enforces all before\n',
      stderr: '',
    });
  });

  it('looks upward, and names what it found', async () => {
    const place = createPlace({ '.rein/policy.yaml': GOOD, 'a/b/x': '' });
    const { stdout } = await place.rein(['check'], { cwd: place.at('a/b') });
    expect(stdout).toMatch(/^ok \.\.\/\.\.\/\.rein\/policy\.yaml: /);
  });

  it('checks every file, and fails when one is not valid', async () => {
    const place = createPlace({ 'a.yaml': GOOD, 'b.yaml': BAD, 'c.yaml': GOOD });
    const files = ['a.yaml', 'b.yaml', 'gone.yaml', 'c.yaml'];
    const { code, stdout, stderr } = await place.rein(['check', ...files]);
    expect(code).toBe(1);
    expect(stdout).toMatch(/^ok a\.yaml.*^invalid b\.yaml: 1 error$.*^ok c\.yaml/ms);
    expect(stdout).toContain('--> b.yaml:4:5');
    expect(stdout).toContain('help: did you mean `block`?');
    expect(stderr).toContain('error[CLI011]: `gone.yaml` cannot be read');
  });

  it('says it as JSON, a line for each file', async () => {
    const place = createPlace({ 'a.yaml': GOOD, 'b.yaml': BAD });
    const { code, stdout } = await place.rein(['check', '--json', 'a.yaml', 'b.yaml']);
    expect(code).toBe(1);
    const [good, bad] = jsonLines(stdout);
    expect(good).toMatchObject({
      ...{ file: 'a.yaml', ok: true, root: place.project, tier: 'supervisor', rules: 1, errors: 0 },
      clauses: [
        { rule: 'r', effect: 'block', operation: 'exec', line: 4, enforced: 'before' },
        { rule: 'r', effect: 'notify', operation: 'write', line: 5, enforced: 'before' },
      ],
    });
    expect(bad).toMatchObject({ file: 'b.yaml', ok: false, errors: 1, clauses: [] });
  });

  it('says as JSON that a file could not be read', async () => {
    const place = createPlace({ 'a.yaml': GOOD });
    const { code, stdout } = await place.rein(['check', '--json', 'gone.yaml', 'a.yaml']);
    expect(code).toBe(1);
    expect(jsonLines(stdout)).toMatchObject([
      { file: 'gone.yaml', ok: false, errors: 1, diagnostics: [{ code: 'CLI011' }] },
      { file: 'a.yaml', ok: true },
    ]);
  });

  it('does not call a full disk a bug of its own', async () => {
    const place = createPlace({ 'a.yaml': GOOD });
    const { code, stderr } = await run(
      'sh',
      ['-c', '"$0" "$1" check a.yaml > /dev/full', process.execPath, REIN],
      { cwd: place.project, env: place.env },
    );
    expect(code).toBe(125);
    expect(stderr).toContain('error[CLI045]: the system refused what rein needs: ENOSPC');
  });

  it('does not let the name of a file or folder move the cursor', async () => {
    const place = createPlace({ 'a\u001b[31m/rein.yaml': GOOD, 'b\n\u0007.yaml': GOOD });
    const cwd = place.at('a\u001b[31m');
    const said = [
      await place.rein(['check', 'b\n\u0007.yaml']),
      await place.rein(['check', '--explain'], { cwd }),
      await place.rein(['doctor'], { cwd }),
    ];
    expect(said[0]?.stdout).toContain('ok b\\n\\x07.yaml: 1 rule');
    expect(said[2]?.stdout).toContain('/a\\x1b[31m/rein.yaml: 1 rule');
    for (const { stdout, stderr } of said) {
      expect(stdout + stderr).not.toContain('\u001b');
      expect(stdout + stderr).not.toContain('\u0007');
    }
  });

  it('says that the current folder has no path', async () => {
    const place = createPlace();
    const { code, stderr } = await run(
      'sh',
      ['-c', 'mkdir gone && cd gone && rmdir ../gone && "$0" "$1" check', process.execPath, REIN],
      { cwd: place.project, env: place.env },
    );
    expect(code).toBe(125);
    expect(stderr).toContain('the system refused what rein needs: the current folder has no path');
  });

  it('explains in words, with what this machine does about each clause', async () => {
    const place = createPlace({ 'rein.yaml': GOOD });
    const { stdout } = await place.rein(['check', '--explain']);
    expect(stdout).toContain('rule r (line 3)');
    expect(stdout).toMatch(/4: block exec "git" "push"\n {4}.*\n {4}enforced before: /);
    const json = await place.rein(['check', '--explain', '--json']);
    expect(jsonLines(json.stdout)[0]?.explanation).toMatchObject({ rules: [{ name: 'r' }] });
  });

  it('says it as SARIF for code hosts', async () => {
    const place = createPlace({ 'b.yaml': BAD });
    const { code, stdout } = await place.rein(['check', '--sarif', 'b.yaml']);
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ version: '2.1.0', runs: [{ results: [{}] }] });
  });

  it('takes a rule from the command line, and one way of naming a policy', async () => {
    const place = createPlace({ 'rein.yaml': GOOD });
    const rule = ['--rule', 'rule r: block exec "git"'];
    const { code, stdout } = await place.rein(['check', ...rule]);
    expect([code, stdout]).toEqual([
      0,
      'ok --rule: 1 rule, 1 clause, supervisor enforces all before\n',
    ]);
    expect((await place.rein(['check', ...rule, 'rein.yaml'])).code).toBe(2);
    expect((await place.rein(['check', '--json', '--sarif'])).code).toBe(2);
  });

  it('says where to begin when there is no policy', async () => {
    const { code, stderr } = await createPlace().rein(['check']);
    expect(code).toBe(1);
    expect(stderr).toContain('error[CLI010]: no policy was found');
    expect(stderr).toContain('`rein init` writes one');
  });

  it('does not read a file without an end', async () => {
    const { code, stderr } = await createPlace().rein(['check', '/dev/zero']);
    expect(code).toBe(1);
    expect(stderr).toContain('has more than 4194304 bytes');
  });
});
