import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { createPlace, jsonLines, type Place, policy } from './place.js';

/** A project with git in it; the rule is about a label that `git commit` gains when it reads. */
function project(clause: string, more = ''): Place {
  const place = createPlace({
    'rein.yaml': policy(`source DOC = file "docs/**"
rule docs-apart:
  ${clause}
  because "documentation is committed by people"
${more}`),
    'docs/plan.md': 'plan\n',
    'src/a.c': 'code\n',
  });
  const git = (...args: string[]) => spawnSync('git', ['-C', place.project, ...args]).status;
  expect(git('init', '-q')).toBe(0);
  expect(git('config', 'user.email', 'a@example.invalid')).toBe(0);
  expect(git('config', 'user.name', 'a')).toBe(0);
  return place;
}

const COMMIT_DOC = 'git add docs/plan.md && git commit -q -m docs';
const COMMIT_CODE = 'git add src/a.c && git commit -q -m code';
const LIST = 'echo "code $?"; git log --format=%s 2>/dev/null';

async function commit(place: Place, script: string, ...options: string[]) {
  const { stdout, stderr } = await place.rein([
    ...['run', ...options, '--', 'sh', '-c', `${script}; ${LIST}`],
  ]);
  const { stdout: log } = await place.rein(['replay', '--json']);
  return { stdout, stderr, matches: jsonLines(log).filter(({ kind }) => kind === 'match') };
}

describe('git commit with a label that it gains by reading the index', () => {
  it('is refused that read, told why, and leaves no commit', async () => {
    const place = project('block exec "git" "commit" if DOC');
    const { stdout, stderr, matches } = await commit(place, COMMIT_DOC);
    expect(stdout).toBe('code 128\n');
    expect(matches).toMatchObject([
      {
        ...{ rule: 'docs-apart', op: 'read', effect: 'block', outcome: 'blocked' },
        ...{ target: place.at('.git/index'), running: ['git', 'commit', '-q', '-m', 'docs'] },
      },
    ]);
    expect(stderr).toContain(
      `[rein] blocked: read of ${place.at('.git/index')} by git commit -q -m docs\n` +
        '  asked again: with this read the program carries DOC\n  rule: docs-apart\n',
    );
    const { stdout: why } = await place.rein(['why']);
    expect(why).toContain('runs   git commit -q -m docs');
    const { stdout: replay } = await place.rein(['replay']);
    expect(replay).toContain('runs git commit -q -m docs');
  });

  it('goes through when what it reads has no label', async () => {
    const place = project('block exec "git" "commit" if DOC');
    const { stdout, matches } = await commit(place, COMMIT_CODE);
    expect(stdout).toBe('code 0\ncode\n');
    expect(matches).toEqual([]);
  });

  it('is asked about once for the program', async () => {
    const place = project('ask exec "git" "commit" if DOC');
    const { stdout, matches } = await commit(place, COMMIT_DOC, '--ask', 'allow');
    expect(stdout).toBe('code 0\ndocs\n');
    expect(matches.map(({ outcome }) => outcome)).toEqual(['approved']);
  });

  it('is refused when nobody may be asked', async () => {
    const place = project('ask exec "git" "commit" if DOC');
    const { stdout, matches } = await commit(place, COMMIT_DOC, '--ask', 'deny');
    expect(stdout).toBe('code 128\n');
    expect(matches.map(({ outcome }) => outcome)).toEqual(['denied']);
  });

  it('is noted once', async () => {
    const place = project('notify exec "git" "commit" if DOC');
    const { stdout, matches } = await commit(place, COMMIT_DOC);
    expect(stdout).toBe('code 0\ndocs\n');
    expect(matches.map(({ outcome, op }) => [outcome, op])).toEqual([['allowed', 'read']]);
  });

  it('is ended by kill', async () => {
    const place = project('kill exec "git" "commit" if DOC');
    const { stdout, matches } = await commit(place, COMMIT_DOC);
    expect(stdout).toBe('code 137\n');
    expect(matches.map(({ outcome }) => outcome)).toEqual(['killed']);
  });
});

describe('a program that gains a label through what it has open', () => {
  // The reader has begun before the label comes: it says so, and the writer waits for it.
  const pipe = `mkfifo ready back; exec 9<>back
    sh -c 'echo up > ready; read line <&9; echo "got $line"' reader &
    read up < ready; sh -c 'read line < docs/plan.md; echo "$line" >&9'
    wait $!; echo "reader $?"`;

  it('is ended, since no call of it is there to be refused', async () => {
    const place = project('block exec "sh" "reader" if DOC');
    const { stdout, matches } = await commit(place, pipe);
    expect(stdout).toContain('reader 137\n');
    expect(stdout).not.toContain('got plan');
    expect(matches).toMatchObject([{ effect: 'block', outcome: 'killed', op: 'read' }]);
  });

  it('goes on when the rule is about another program', async () => {
    const place = project('block exec "sh" "other" if DOC');
    const { stdout, matches } = await commit(place, pipe);
    expect(stdout).toContain('got plan\nreader 0\n');
    expect(matches).toEqual([]);
  });
});
