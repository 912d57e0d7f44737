/** Conditions on history. */
import { describe, expect, it } from 'vitest';
import { bytes } from '../glob/bytes.js';
import { Run } from './run.js';

const unless = (gate: string, clause = 'block exec "commit"') =>
  `rule r:\n  ${clause} unless after ${gate}\n`;

describe('a gate', () => {
  it('opens by its event and stays open', () => {
    const run = new Run(unless('exec "fmt"'));
    expect(run.exec(1, '/commit')).toBe('block');
    run.exec(2, '/fmt');
    expect([run.exec(1, '/commit'), run.exec(3, '/commit')]).toEqual(['none', 'none']);
  });

  it('closes by a later event', () => {
    const run = new Run(unless('exec "fmt" since write "src/**" or unlink "src/**"'));
    run.exec(1, '/fmt');
    run.write(1, '/w/doc/a');
    expect(run.exec(1, '/commit')).toBe('none');
    run.write(1, '/w/src/a');
    expect(run.exec(1, '/commit')).toBe('block');
    run.exec(1, '/fmt');
    run.unlink(1, '/w/src/a');
    expect(run.exec(1, '/commit')).toBe('block');
  });

  it('stays open by an event that is both', () => {
    const run = new Run(unless('exec "fmt" since exec any'));
    run.exec(1, '/fmt');
    expect([...run.model.gates()]).toEqual([0]);
    run.exec(1, '/ls');
    expect([...run.model.gates()]).toEqual([]);
  });

  it('is asked as it stood before the event', () => {
    const run = new Run(unless('exec "commit"', 'ask exec "commit"'));
    expect([run.exec(1, '/commit'), run.exec(1, '/commit')]).toEqual(['ask', 'none']);
  });

  it('is not opened or closed by what was refused', () => {
    const run = new Run(
      `${unless('exec "fmt" since write "x"')}  block exec "fmt" "bad"\n  block write "x" if AGENT\n`,
    );
    run.exec(1, '/fmt', 'bad');
    expect([...run.model.gates()]).toEqual([]);
    run.exec(1, '/fmt');
    run.write(1, '/x');
    expect([...run.model.gates()]).toEqual([0]);
  });

  it('closes when the folder of what it watches is moved', () => {
    const run = new Run(unless('exec "fmt" since write "src/**"'));
    run.exec(1, '/fmt');
    run.rename(1, '/w/src', '/w/old', { directory: true });
    expect(run.exec(1, '/commit')).toBe('block');
  });

  it('by approval opens when a person approves, and closes like any other', () => {
    const run = new Run(unless('approval "release" since write "src/**"'));
    run.model.approve('release');
    expect(run.exec(1, '/commit')).toBe('none');
    run.write(1, '/w/src/a');
    expect(run.exec(1, '/commit')).toBe('block');
    run.model.approve('release');
    expect(run.exec(1, '/commit')).toBe('none');
  });
});

describe('a gate with an exit status', () => {
  const policy = unless('exec "test" exits 0 since write "src/**"');

  it('opens when that process ends so', () => {
    const run = new Run(policy);
    run.exec(2, '/test');
    expect(run.exec(1, '/commit')).toBe('block');
    run.model.exit(2, 0);
    expect(run.exec(1, '/commit')).toBe('none');
  });

  it.each([1, 255, null])('not when it ends with %s', (status) => {
    const run = new Run(policy);
    run.exec(2, '/test');
    run.model.exit(2, status);
    expect(run.exec(1, '/commit')).toBe('block');
  });

  it('not when a child of it ends', () => {
    const run = new Run(policy);
    run.exec(2, '/test');
    run.model.fork(2, 3);
    run.model.exit(3, 0);
    expect(run.exec(1, '/commit')).toBe('block');
  });

  it('keeps waiting when the process replaces its program', () => {
    const run = new Run(policy);
    run.exec(2, '/test');
    run.exec(2, '/python');
    run.model.exit(2, 0);
    expect(run.exec(1, '/commit')).toBe('none');
  });

  it('has nothing to close before it is open', () => {
    const run = new Run(policy);
    run.exec(2, '/test');
    run.write(3, '/w/src/a');
    run.model.exit(2, 0);
    expect(run.exec(1, '/commit')).toBe('none');
    run.write(3, '/w/src/a');
    expect(run.exec(1, '/commit')).toBe('block');
  });
});

describe('a gate when argv is too long', () => {
  const cut = { tokens: [bytes('x'), bytes('a')], truncated: true };

  it('does not open by an argument that was not read, and closes by one', () => {
    const run = new Run(unless('exec "fmt" "all" since exec "edit" "src"'));
    run.execWith(1, '/fmt', cut);
    expect([...run.model.gates()]).toEqual([]);
    run.exec(1, '/fmt', 'all');
    expect([...run.model.gates()]).toEqual([0]);
    run.execWith(1, '/edit', cut);
    expect([...run.model.gates()]).toEqual([]);
  });

  it('is not waited for by an argument that was not read', () => {
    const run = new Run(unless('exec "test" "all" exits 0'));
    run.execWith(2, '/test', cut);
    run.model.exit(2, 0);
    expect(run.exec(1, '/commit')).toBe('block');
  });
});
