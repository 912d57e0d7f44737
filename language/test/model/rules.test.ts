/** Step 3 of the semantics: which clauses fire, and which one decides. */
import { describe, expect, it } from 'vitest';
import { execEvent } from '../../src/model/event.js';
import { bytes } from '../glob/bytes.js';
import { Run } from './run.js';

const gitPush = execEvent(
  1,
  { names: [bytes('/usr/bin/git')], object: 'git' },
  { tokens: [bytes('git'), bytes('push')], truncated: false },
);

describe('rules', () => {
  it('let everything through that no clause is about', () => {
    const run = new Run('rule r:\n  block exec "git" "push"\n');
    expect(run.exec(1, '/usr/bin/git', 'pull')).toBe('none');
    expect(run.exec(1, '/usr/bin/hg', 'push')).toBe('none');
    expect(run.write(1, '/usr/bin/git')).toBe('none');
    expect(run.exec(1, '/usr/bin/git', '-C', 'x', 'push')).toBe('block');
  });

  it('take the strongest effect, and the first clause that has it', () => {
    const run = new Run(
      'rule a:\n  notify exec "git"\n  block exec "*" "push"\nrule b:\n  block exec "git"\n  ask exec any\n',
    );
    const { verdict, matches, decisive } = run.decide(gitPush);
    expect({ verdict, matches, decisive }).toEqual({
      verdict: 'block',
      matches: [0, 1, 2, 3],
      decisive: 1,
    });
  });

  it('do not take the name of a program for an argument', () => {
    const run = new Run('rule r:\n  block exec "git" "git"\n');
    expect(run.exec(1, '/usr/bin/git')).toBe('none');
    expect(run.exec(1, '/usr/bin/git', 'git')).toBe('block');
  });

  it('need every argument, in any order', () => {
    const run = new Run('rule r:\n  block exec "rm" "-r*" "/"\n');
    expect(run.exec(1, '/bin/rm', '/', '-rf')).toBe('block');
    expect(run.exec(1, '/bin/rm', '-rf')).toBe('none');
  });

  it('meet an exec by every name, and as a read of the file', () => {
    const run = new Run('rule r:\n  block exec "sh"\n  notify read "/s/**"\n');
    expect(run.exec(1, ['/s/run.sh', '/bin/sh'])).toBe('block');
    expect(run.exec(1, '/s/run.sh')).toBe('notify');
  });

  it('know the script as an argument of its interpreter', () => {
    const run = new Run('rule r:\n  block exec "sh" "/s/run.sh"\n');
    const argv = { tokens: [bytes('run.sh')], script: bytes('/s/run.sh'), truncated: false };
    expect(run.execWith(1, ['/s/run.sh', '/bin/sh'], argv)).toBe('block');
  });

  it('find every run of an agent in AGENT and COMMAND', () => {
    const run = new Run('rule r:\n  block exec "a" if AGENT and COMMAND\n');
    expect(run.exec(1, '/a')).toBe('block');
    run.model.fork(1, 2);
    expect(run.exec(2, '/a')).toBe('block');
    expect(run.model.labelsOf(2)).toEqual(['AGENT', 'COMMAND']);
  });

  it('say false of an argument where there is none', () => {
    const run = new Run('rule r:\n  block write "a" unless arg "x"\n  block read "b" if AGENT\n');
    expect(run.write(1, '/a')).toBe('block');
  });

  it('know who started whom', () => {
    const run = new Run('rule r:\n  block write "gen/**" unless lineage-includes exec "make"\n');
    expect(run.write(1, '/w/gen/a')).toBe('block');
    run.model.fork(1, 2);
    expect(run.exec(2, '/usr/bin/make')).toBe('none');
    run.model.fork(2, 3);
    expect(run.exec(3, '/bin/sh')).toBe('none');
    expect(run.write(3, '/w/gen/a')).toBe('none');
    expect(run.write(1, '/w/gen/a')).toBe('block');
  });

  it('ask what an exec itself brings', () => {
    const run = new Run(
      'rule r:\n  block exec "make" if not AGENT\n  notify exec any unless not lineage-includes exec "make"\n',
    );
    expect(run.exec(1, '/usr/bin/make')).toBe('notify');
  });
});

describe('a directory that moves', () => {
  const policy = 'rule r:\n  block write "src/gen/**"\n';

  it.each([
    ['/w/src', 'block'],
    ['/w/src/gen', 'block'],
    ['/w', 'block'],
    ['/w/src/gen/x', 'block'],
    ['/w/sr', 'none'],
    ['/w/src/gen2', 'none'],
  ])('%s: %s', (path, verdict) => {
    expect(new Run(policy).rename(1, path, '/elsewhere', { directory: true })).toBe(verdict);
    expect(new Run(policy).rename(1, '/elsewhere', path, { directory: true })).toBe(verdict);
  });

  it('is none when it is a file', () => {
    expect(new Run(policy).rename(1, '/w/src', '/elsewhere')).toBe('none');
  });

  it('is none by a pattern that lies anywhere', () => {
    const run = new Run('rule r:\n  block write "**/gen/**"\n');
    expect(run.rename(1, '/w/src', '/elsewhere', { directory: true })).toBe('none');
  });

  it('is not what an exception is about', () => {
    const run = new Run('rule r:\n  block write "src/**" unless target "src/gen/**"\n');
    expect(run.rename(1, '/w/src', '/elsewhere', { directory: true })).toBe('block');
    expect(run.write(1, '/w/src/gen/x')).toBe('none');
  });
});

describe('when argv is too long', () => {
  const cut = (...tokens: string[]) => ({ tokens: ['git', ...tokens].map(bytes), truncated: true });
  const exec = (policy: string, argv: Parameters<Run['execWith']>[2]) =>
    new Run(policy).execWith(1, '/usr/bin/git', argv);

  it('a rule fires that only lacks an argument', () => {
    const policy = 'rule r:\n  block exec "git" "push" if AGENT\n';
    expect(exec(policy, cut('pull'))).toBe('block');
    expect(exec('rule r:\n  block exec "hg" "push"\n', cut('pull'))).toBe('none');
    expect(exec('source S = file "x"\nrule r:\n  block exec "git" "push" if S\n', cut())).toBe(
      'none',
    );
  });

  it('an exception by argument does not count until it is read', () => {
    const policy = 'rule r:\n  block exec "git" unless arg "--dry-run"\n';
    expect(exec(policy, cut())).toBe('block');
    expect(exec(policy, cut('--dry-run'))).toBe('none');
  });

  it('nothing is assumed that contradicts itself', () => {
    expect(exec('rule r:\n  block exec "git" "x" unless arg "x"\n', cut())).toBe('none');
    expect(
      exec('rule r:\n  block exec "git" if AGENT unless arg "x" or not arg "x"\n', cut()),
    ).toBe('none');
  });

  it('a cut token counts when nothing could undo it', () => {
    const policy = 'rule r:\n  block exec "git" unless arg "a/**"\n';
    expect(exec(policy, { ...cut('b'), cut: bytes('a/b') })).toBe('none');
    const exact = 'rule r:\n  block exec "git" unless arg "a/b"\n';
    expect(exec(exact, { ...cut('b'), cut: bytes('a/b') })).toBe('block');
  });

  it('the program’s own name is no argument, cut or not', () => {
    const policy = 'rule r:\n  block exec "git" unless arg "**"\n';
    expect(exec(policy, { tokens: [], truncated: true, cut: bytes('git') })).toBe('block');
  });
});
