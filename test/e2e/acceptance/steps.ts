import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { jsonLines } from '../cli/place.js';
import { run } from '../rein.js';
import type { Afternoon, Entry } from './afternoon.js';

/** The steps of the afternoon, each looked up in what the agent saw and in the record. */
export function expectAfternoon(of: () => Afternoon): void {
  /** Decisions of a rule, one for each that a shell tried again along PATH. */
  const decided = (rule: string, outcome: string): Entry[] =>
    of().log.filter(
      (entry) => entry.kind === 'match' && entry.rule === rule && entry.outcome === outcome,
    );

  it('4a: an edit by the agent itself passes, and the agent is told', () => {
    expect(of().steps.get('a')).toContain('edit gave 0');
    expect(decided('sources-change', 'allowed')[0]?.target).toBe(of().stage.at('src/a.ts'));
  });

  it('4b: `git branch` from python is stopped; the next hook says rule, reason and next step', () => {
    expect(of().steps.get('b')).not.toContain('branch gave');
    const [told] = jsonLines(of().steps.get('b') ?? '');
    expect(JSON.stringify(told)).toMatch(/rule: no-git-branch.*why: .*Commit here/);
    expect(decided('no-git-branch', 'blocked')[0]?.argv).toEqual(['git', 'branch', 'x']);
  });

  it('4c: a commit from a script is stopped until the tests passed', () => {
    expect(of().steps.get('c')).toMatch(/commit gave 126\ntests gave 0\ncommit gave 0\n/);
    expect(decided('test-before-commit', 'blocked')[0]?.stale_by).toEqual([]);
  });

  it('4d: another edit makes the tests stale, and the agent is told what did', async () => {
    expect(of().steps.get('d')).toContain('commit gave 126');
    const stale = decided('test-before-commit', 'blocked').at(-1)?.stale_by;
    expect(stale?.[0]?.target).toBe(of().stage.at('src/a.ts'));
    expect(of().steps.get('d')).toContain('stale: ');
    expect(await of().stage.commits()).toEqual(['start', 'work']);
  });

  it('4e: a push waits; a person sees what it is and lets exactly one through', async () => {
    expect(of().steps.get('e')).toBe('push gave 0\npush gave 126\n');
    expect(of().answered.map(({ by }) => by)).toEqual(['approve', 'deny']);
    expect(of().answered[0]?.argv).toEqual(['git', 'push', '-q', 'origin', 'HEAD:main']);
    expect(of().answered[0]?.cwd).toBe(of().stage.project);
    expect(of().answered[0]?.exe).toMatch(/\/bash$/);
    const [approved] = decided('ask-before-push', 'approved');
    expect(approved?.hold).toMatchObject({ reason: 'looked at the diff', by: expect.any(String) });
    expect(decided('ask-before-push', 'denied')).toHaveLength(1);
    const refs = await run('git', ['--git-dir', of().stage.at('remote.git'), 'branch']);
    expect(refs.stdout.trim()).toBe('main');
  });

  it('4f: a false name does not help; a copy does, as `rein check` said', () => {
    expect(of().steps.get('f')).toMatch(/^disguise gave 126$/m);
    expect(decided('no-git-branch', 'blocked').at(-1)?.argv).toEqual(['foo', 'branch', 'z']);
    expect(of().steps.get('f')).toMatch(/^copy gave 0$/m);
  });

  it('4g: what outlives the agent is still held', () => {
    expect(of().played.code).toBe(0);
    expect(existsSync(of().stage.at('left'))).toBe(true);
    expect(existsSync(of().stage.outside)).toBe(false);
    expect(decided('stay-in-the-project', 'blocked').at(-1)?.target).toBe(of().stage.outside);
    const order = of().log.map(({ kind }) => kind);
    expect(order.indexOf('exited')).toBeLessThan(order.lastIndexOf('match'));
  });

  it('4h: engine, policy, hooks and kernel are out of reach, each attempt on record', () => {
    expect(of().steps.get('h')).toMatch(/^kill gave 1\nrm gave 1\nhooks gave 1\nbpf gave -1 /);
    expect(
      of()
        .log.filter(({ kind }) => kind === 'guard')
        .map(({ guard }) => guard)
        // What plays the agent tries one where its Node does so.
        .filter((guard) => guard !== 'io_uring'),
    ).toEqual(['control', 'bpf']);
    expect(decided('rein/policy', 'blocked')[0]?.target).toBe(of().stage.at('rein.yaml'));
    expect(decided('rein/hooks', 'blocked')[0]?.target).toContain('settings.local.json');
    expect(readFileSync(of().stage.at('.claude/settings.local.json'), 'utf8')).toContain(
      'rein hook',
    );
  });

  it('5: replay lists it in order with rule, reason, provenance and approver', () => {
    const inOrder = [
      /allowed +sources-change .*src\/a\.ts/,
      /blocked +no-git-branch .*git branch x/,
      /Work stays on the branch/,
      /blocked +test-before-commit .*git commit/,
      /opens after exec "npm" "test"/,
      /stale since write .*src\/a\.ts/,
      /held +ask-before-push .*HEAD:main/,
      /approved +ask-before-push .*by .*after/,
      /looked at the diff/,
      /denied +ask-before-push/,
      /blocked +no-git-branch .*foo branch z.*runs .*\/git/,
      /refused +kill/,
      /blocked +rein\/policy/,
      /blocked +rein\/hooks/,
      /refused +bpf/,
      /exited +the command, with exit code 0/,
      /blocked +stay-in-the-project .*outside/,
    ];
    let from = 0;
    for (const line of inOrder) {
      const at = of().timeline.slice(from).search(line);
      expect([line, at >= 0]).toEqual([line, true]);
      from += at;
    }
  });

  it('5: the record verifies, and one flipped byte fails at its entry', async () => {
    expect((await of().stage.rein(['audit', 'verify'])).code).toBe(0);
    const runs = join(of().stage.state, 'runs');
    const path = join(runs, readdirSync(runs)[0] ?? '', 'log.jsonl');
    const whole = readFileSync(path);
    const bytes = Buffer.from(whole);
    const at = bytes.length >> 1;
    bytes.writeUInt8(bytes.readUInt8(at) ^ 1, at);
    writeFileSync(path, bytes);
    const { code, stdout } = await of().stage.rein(['audit', 'verify', '--json']);
    writeFileSync(path, whole);
    const seq = whole.subarray(0, at).filter((byte) => byte === 0x0a).length;
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ ok: false, sound: seq, finding: { seq } });
  });
}
