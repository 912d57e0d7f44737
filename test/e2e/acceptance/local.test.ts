import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { jsonLines } from '../cli/place.js';
import { type Result, run } from '../rein.js';
import { installRein } from './installed.js';
import { type Answered, answerHolds } from './person.js';
import { createStage, type Stage } from './stage.js';
import { stepsOf } from './transcript.js';

interface Entry {
  readonly kind: string;
  readonly rule?: string;
  readonly outcome?: string;
  readonly decisive?: boolean;
  readonly guard?: string;
  readonly target?: string;
  readonly argv?: readonly string[] | null;
  readonly reason?: string;
  readonly feedback?: string;
  readonly stale_by?: readonly { readonly target: string }[];
  readonly hold?: { readonly by?: string; readonly reason?: string };
}

let stage: Stage;
let folder: string;
let played: Result;
let steps: ReadonlyMap<string, string>;
let answered: readonly Answered[];
let log: readonly Entry[];
let timeline: string;

/** Decisions of a rule, one for each that a shell tried again along PATH. */
const decided = (rule: string, outcome: string): Entry[] =>
  log.filter((entry) => entry.kind === 'match' && entry.rule === rule && entry.outcome === outcome);

/** Plays the agent to the end of its last process; the person answers from outside. */
async function play(on: Stage): Promise<{ played: Result; answered: Answered[] }> {
  const running = on.rein(['run', '--ask', 'wait=100s', '--', 'bash', on.agent, on.outside]);
  const answers = await answerHolds(on, running);
  const result = await running;
  on.write('sign', '');
  await recordSealed(on);
  return { played: result, answered: answers };
}

/** The record is sealed when the last process of the run has ended. */
async function recordSealed(on: Stage): Promise<void> {
  for (;;) {
    const { stdout } = await on.rein(['audit', 'verify', '--json']);
    if (JSON.parse(stdout).sealed === true) return;
  }
}

beforeAll(async () => {
  const installed = await installRein();
  folder = installed.folder;
  stage = await createStage(installed.rein);
  const init = await stage.rein(['init', '--template', 'quickstart', '--with-claude']);
  expect(init.code, init.stderr).toBe(0);
  ({ played, answered } = await play(stage));
  steps = stepsOf(played.stdout);
  const { stdout } = await stage.rein(['replay', '--json']);
  log = jsonLines(stdout).map((line): Entry => ({ kind: '', ...line }));
  timeline = (await stage.rein(['replay'])).stdout;
}, 180_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the acceptance scenario, without the daemon', () => {
  it('1: is installed from a tarball, and `rein doctor` finds nothing amiss', async () => {
    const { code, stdout } = await stage.rein(['doctor']);
    expect([code, stdout]).toEqual([0, expect.stringContaining('ready to run')]);
    expect(stdout).toContain(join(folder, 'prefix'));
  });

  it('2: the quickstart policy has a rule for each thing that is tried', () => {
    const text = readFileSync(stage.at('rein.yaml'), 'utf8');
    for (const rule of ['no-git-branch', 'test-before-commit', 'ask-before-push']) {
      expect(text).toContain(`rule ${rule}:`);
    }
    for (const rule of ['env-stays-unread', 'stay-in-the-project', 'sources-change']) {
      expect(text).toContain(`rule ${rule}:`);
    }
  });

  it('3: `rein check --strict` passes, and names what a name cannot say', async () => {
    const { code, stdout } = await stage.rein(['check', '--strict', '--explain']);
    expect(code).toBe(0);
    expect(stdout).toContain('a copy under another name');
  });

  it('4a: an edit by the agent itself passes, and the agent is told', () => {
    expect(steps.get('a')).toContain('edit gave 0');
    expect(decided('sources-change', 'allowed')[0]?.target).toBe(stage.at('src/a.ts'));
  });

  it('4b: `git branch` from python is stopped; the next hook says rule, reason and next step', () => {
    expect(steps.get('b')).not.toContain('branch gave');
    const [told] = jsonLines(steps.get('b') ?? '');
    expect(JSON.stringify(told)).toMatch(/rule: no-git-branch.*why: .*Commit here/);
    expect(decided('no-git-branch', 'blocked')[0]?.argv).toEqual(['git', 'branch', 'x']);
  });

  it('4c: a commit from a script is stopped until the tests passed', () => {
    expect(steps.get('c')).toMatch(/commit gave 126\ntests gave 0\ncommit gave 0\n/);
    expect(decided('test-before-commit', 'blocked')[0]?.stale_by).toEqual([]);
  });

  it('4d: another edit makes the tests stale, and the agent is told what did', async () => {
    expect(steps.get('d')).toContain('commit gave 126');
    const stale = decided('test-before-commit', 'blocked').at(-1)?.stale_by;
    expect(stale?.[0]?.target).toBe(stage.at('src/a.ts'));
    expect(steps.get('d')).toContain('stale: ');
    expect(await stage.commits()).toEqual(['start', 'work']);
  });

  it('4e: a push waits; a person sees what it is and lets exactly one through', async () => {
    expect(steps.get('e')).toBe('push gave 0\npush gave 126\n');
    expect(answered.map(({ by }) => by)).toEqual(['approve', 'deny']);
    expect(answered[0]?.argv).toEqual(['git', 'push', '-q', 'origin', 'HEAD:main']);
    expect(answered[0]?.cwd).toBe(stage.project);
    expect(answered[0]?.exe).toMatch(/\/bash$/);
    const [approved] = decided('ask-before-push', 'approved');
    expect(approved?.hold).toMatchObject({ reason: 'looked at the diff', by: expect.any(String) });
    expect(decided('ask-before-push', 'denied')).toHaveLength(1);
    const refs = await run('git', ['--git-dir', stage.at('remote.git'), 'branch']);
    expect(refs.stdout.trim()).toBe('main');
  });

  it('4f: a false name does not help; a copy does, as `rein check` said', () => {
    expect(steps.get('f')).toMatch(/^disguise gave 126$/m);
    expect(decided('no-git-branch', 'blocked').at(-1)?.argv).toEqual(['foo', 'branch', 'z']);
    expect(steps.get('f')).toMatch(/^copy gave 0$/m);
  });

  it('4g: what outlives the agent is still held', () => {
    expect(played.code).toBe(0);
    expect(existsSync(stage.at('left'))).toBe(true);
    expect(existsSync(stage.outside)).toBe(false);
    expect(decided('stay-in-the-project', 'blocked').at(-1)?.target).toBe(stage.outside);
    const order = log.map(({ kind }) => kind);
    expect(order.indexOf('exited')).toBeLessThan(order.lastIndexOf('match'));
  });

  it('4h: engine, policy, hooks and kernel are out of reach, each attempt on record', () => {
    expect(steps.get('h')).toMatch(/^kill gave 1\nrm gave 1\nhooks gave 1\nbpf gave -1 /);
    expect(log.filter(({ kind }) => kind === 'guard').map(({ guard }) => guard)).toEqual([
      'control',
      'bpf',
    ]);
    expect(decided('rein/policy', 'blocked')[0]?.target).toBe(stage.at('rein.yaml'));
    expect(decided('rein/hooks', 'blocked')[0]?.target).toContain('settings.local.json');
    expect(readFileSync(stage.at('.claude/settings.local.json'), 'utf8')).toContain('rein hook');
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
      /lives on/,
      /blocked +stay-in-the-project .*outside/,
    ];
    let from = 0;
    for (const line of inOrder) {
      const at = timeline.slice(from).search(line);
      expect([line, at >= 0]).toEqual([line, true]);
      from += at;
    }
  });

  it('5: the record verifies, and one flipped byte fails at its entry', async () => {
    expect((await stage.rein(['audit', 'verify'])).code).toBe(0);
    const runs = join(stage.state, 'runs');
    const path = join(runs, readdirSync(runs)[0] ?? '', 'log.jsonl');
    const whole = readFileSync(path);
    const bytes = Buffer.from(whole);
    const at = bytes.length >> 1;
    bytes.writeUInt8(bytes.readUInt8(at) ^ 1, at);
    writeFileSync(path, bytes);
    const { code, stdout } = await stage.rein(['audit', 'verify', '--json']);
    writeFileSync(path, whole);
    const seq = whole.subarray(0, at).filter((byte) => byte === 0x0a).length;
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ ok: false, sound: seq, finding: { seq } });
  });

  it('6: two runs at once do not meet, and a shell outside is free', async () => {
    const both = await Promise.all([createStage(), createStage()]);
    for (const one of both) await one.rein(['init', '--template', 'quickstart', '--with-claude']);
    const free = run('git', ['branch', 'free'], { cwd: both[0].project });
    const results = await Promise.all(both.map(play));
    expect((await free).code).toBe(0);
    for (const [index, { played: result, answered: answers }] of results.entries()) {
      expect([...stepsOf(result.stdout).keys()]).toEqual([...'abcdefgh']);
      expect(answers.map(({ by }) => by)).toEqual(['approve', 'deny']);
      const one = both[index];
      const entries = jsonLines((await one?.rein(['replay', '--json']))?.stdout ?? '');
      const other = both[1 - index]?.project ?? '-';
      expect(JSON.stringify(entries)).not.toContain(other);
      expect(entries.filter(({ outcome }) => outcome === 'approved')).toHaveLength(1);
      expect((await one?.rein(['audit', 'verify']))?.code).toBe(0);
    }
  }, 180_000);
});
