/** Exec clauses that ask for a label which the program gains only while it runs. */
import { describe, expect, it } from 'vitest';
import { Run } from './run.js';

const policy = (clause: string) =>
  `source DOC = file "**/docs/**"\nsource NET = endpoint "*"\nrule r:\n  ${clause}\n`;
const carried = (run: Run, process: number) => run.model.labelsOf(process).slice(2);

describe('an exec clause with a label', () => {
  it('refuses the read that would give the label to its program', () => {
    const run = new Run(policy('block exec "git" "commit" if DOC'));
    expect(run.exec(1, '/usr/bin/git', 'commit')).toBe('none');
    expect(run.read(1, '/w/src/a')).toBe('none');
    expect(run.read(1, '/w/docs/a')).toBe('block');
    expect(carried(run, 1)).toEqual([]);
  });

  it('says nothing of a program that it does not name', () => {
    const run = new Run(policy('block exec "git" "commit" if DOC'));
    run.exec(1, '/usr/bin/git', 'add');
    expect(run.read(1, '/w/docs/a')).toBe('none');
    expect(run.read(2, '/w/docs/a')).toBe('none');
  });

  it('is asked once, whatever else comes', () => {
    const run = new Run(policy('ask exec "git" if DOC or NET'));
    run.exec(1, '/usr/bin/git');
    expect(run.read(1, '/w/docs/a')).toBe('ask');
    expect(run.read(1, '/w/docs/b')).toBe('none');
    expect(run.connect(1, '1.2.3.4')).toBe('none');
  });

  it('is not asked again about what was decided at the exec', () => {
    const run = new Run(policy('notify exec "git" if DOC or NET'));
    run.read(1, '/w/docs/a');
    expect(run.exec(1, '/usr/bin/git')).toBe('notify');
    expect(run.connect(1, '1.2.3.4')).toBe('none');
  });

  it('holds for the children of its program, and ends with the next one', () => {
    const run = new Run(policy('kill exec "bash" if DOC'));
    run.exec(1, '/bin/bash');
    run.model.fork(1, 2);
    expect(run.read(2, '/w/docs/a')).toBe('kill');
    run.exec(2, '/bin/cat');
    expect(run.read(2, '/w/docs/a')).toBe('none');
    expect(run.read(1, '/w/docs/a')).toBe('kill');
  });

  it('sees gates as they are at the read', () => {
    const run = new Run(policy('block exec "git" if DOC unless after exec "t" since write "src"'));
    run.exec(2, '/bin/t');
    run.exec(1, '/usr/bin/git');
    run.write(2, '/w/src');
    expect(run.read(1, '/w/docs/a')).toBe('block');
    run.exec(2, '/bin/t');
    expect(run.read(1, '/w/docs/a')).toBe('none');
  });

  it('hears of what comes from an endpoint', () => {
    const run = new Run(policy('block exec "git" if NET'));
    run.exec(1, '/usr/bin/git');
    expect(run.connect(1, '1.2.3.4')).toBe('block');
  });

  it('lets a shielded program read', () => {
    const run = new Run(`declassify DOC by exec "redact"\n${policy('block exec any if DOC')}`);
    run.exec(1, '/bin/redact');
    expect(run.read(1, '/w/docs/a')).toBe('none');
  });

  it('counts a program as named when its argv was too long to tell', () => {
    const run = new Run(policy('block exec "git" "commit" if DOC'));
    run.execWith(1, '/usr/bin/git', { tokens: [], truncated: true });
    expect(run.read(1, '/w/docs/a')).toBe('block');
  });
});
