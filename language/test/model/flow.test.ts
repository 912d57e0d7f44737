/** Steps 1, 2 and 4 of the semantics: how labels come, go and stay. */
import { describe, expect, it } from 'vitest';
import { Run } from './run.js';

const SECRET = 'source SECRET = file "**/.env"\nrule r:\n  block connect "*" if SECRET\n';
const carried = (run: Run, process: number) => run.model.labelsOf(process).slice(2);

describe('labels', () => {
  it('are on what a source names before the rules are asked', () => {
    const run = new Run('source S = file "x"\nrule r:\n  block read "x" if S\n');
    expect(run.read(1, '/x')).toBe('block');
    expect(carried(run, 1)).toEqual([]);
  });

  it('go from a file to who reads it, and on to what it writes', () => {
    const run = new Run(SECRET);
    run.read(1, '/w/.env');
    expect(run.connect(1, '1.2.3.4')).toBe('block');
    run.write(1, '/tmp/copy');
    expect(run.connect(2, '1.2.3.4')).toBe('none');
    run.read(2, '/tmp/copy');
    expect(run.connect(2, '1.2.3.4')).toBe('block');
  });

  it('go to a child, and not back', () => {
    const run = new Run(SECRET);
    run.model.fork(1, 2);
    run.read(2, '/w/.env');
    run.model.fork(2, 3);
    expect([1, 2, 3].map((process) => run.connect(process, '::1'))).toEqual([
      'none',
      'block',
      'block',
    ]);
  });

  it('go with a program that is executed', () => {
    const run = new Run('source S = file "/opt/bad/**"\nrule r:\n  block write "x" if S\n');
    run.exec(1, '/opt/bad/tool');
    expect(run.write(1, '/x')).toBe('block');
  });

  it('come with a program by name, its arguments among it', () => {
    const run = new Run('source WEB = exec "curl" "http*"\nrule r:\n  block exec "sh" if WEB\n');
    run.exec(1, '/usr/bin/curl', '--version');
    expect(carried(run, 1)).toEqual([]);
    run.exec(1, '/usr/bin/curl', 'http:');
    expect(carried(run, 1)).toEqual(['WEB']);
    expect(run.exec(1, '/bin/sh')).toBe('block');
  });

  it('come from an endpoint, and go to one', () => {
    const run = new Run(
      'source WEB = endpoint "*"\nsource S = file "s"\nrule r:\n  block write "a" if WEB\n  block write "b" if S\n',
    );
    run.read(1, '/s');
    expect(run.connect(1, '1.2.3.4')).toBe('none');
    expect(carried(run, 1).sort()).toEqual(['S', 'WEB']);
    run.connect(2, '1.2.3.4');
    expect(run.write(2, '/b')).toBe('block');
    run.connect(3, '1.2.3.5');
    expect([run.write(3, '/b'), run.write(3, '/a')]).toEqual(['none', 'block']);
  });

  it('that a connection brings do not forbid that connection', () => {
    const run = new Run('source WEB = endpoint "*"\nrule r:\n  block connect "*" if WEB\n');
    expect(run.connect(1, '1.2.3.4')).toBe('none');
    expect(run.connect(1, '1.2.3.4')).toBe('block');
  });

  it('that are received are there when recv is asked', () => {
    const run = new Run('source WEB = endpoint "*"\nrule r:\n  block recv "*" if WEB\n');
    expect(run.connect(1, '1.2.3.4')).toBe('block');
    expect(run.bind(1, '::', 80)).toBe('block');
  });

  it('stay with the object when its name changes', () => {
    const run = new Run(SECRET);
    run.rename(1, '/w/.env', '/w/plain');
    run.readObject(2, '/w/plain', '/w/.env');
    expect(run.connect(2, '::1')).toBe('block');
  });

  it('are on both names of one file', () => {
    const run = new Run(SECRET);
    run.link(1, '/w/.env', '/w/plain');
    run.readObject(2, '/w/plain', '/w/.env');
    expect(run.connect(2, '::1')).toBe('block');
  });

  it('are not put anywhere by what was refused', () => {
    const run = new Run(`${SECRET}  block read "**/.env"\n  block write "out"\n`);
    run.read(1, '/w/.env');
    expect(carried(run, 1)).toEqual([]);
    run.read(1, '/w/sub/.env');
    expect(run.model.labelsOfObject('/w/sub/.env')).toEqual(new Set());
  });
});

describe('declassify', () => {
  const policy = `${SECRET}declassify SECRET by exec "redact"\n`;

  it('lets a redactor read the secret and write a clean copy', () => {
    const run = new Run(policy);
    run.exec(1, '/usr/bin/redact');
    run.read(1, '/w/.env');
    run.write(1, '/tmp/clean');
    run.read(2, '/tmp/clean');
    expect([run.connect(1, '::1'), run.connect(2, '::1')]).toEqual(['none', 'none']);
  });

  it('takes the label from who carries it already', () => {
    const run = new Run(policy);
    run.read(1, '/w/.env');
    run.exec(1, '/usr/bin/redact');
    expect(run.connect(1, '::1')).toBe('none');
  });

  it('shields descendants, and nobody else', () => {
    const run = new Run(policy);
    run.model.fork(1, 2);
    run.exec(2, '/usr/bin/redact');
    run.model.fork(2, 3);
    for (const process of [1, 3]) run.read(process, '/w/.env');
    expect([run.connect(1, '::1'), run.connect(3, '::1')]).toEqual(['block', 'none']);
  });

  it('does not keep off what an exec gives by name', () => {
    const run = new Run(
      'source S = exec "tool"\ndeclassify S by exec "redact"\nrule r:\n  block write any if S\n',
    );
    run.exec(1, '/redact');
    run.exec(1, '/tool');
    expect(run.write(1, '/x')).toBe('block');
  });
});

describe('endorse', () => {
  const policy =
    'endorse REVIEWED by exec "review"\nrule r:\n  block exec "deploy" if not REVIEWED\n';

  it('gives a label that flows', () => {
    const run = new Run(policy);
    expect(run.exec(1, '/deploy')).toBe('block');
    run.exec(1, '/review');
    expect(run.exec(1, '/deploy')).toBe('none');
  });

  it('by approval counts for the whole run, and only in conditions', () => {
    const run = new Run(policy.replace('exec "review"', 'approval "review"'));
    run.model.fork(1, 2);
    expect(run.exec(2, '/deploy')).toBe('block');
    run.model.approve('something else');
    expect(run.exec(2, '/deploy')).toBe('block');
    run.model.approve('review');
    expect([run.exec(1, '/deploy'), run.exec(2, '/deploy')]).toEqual(['none', 'none']);
    run.write(1, '/x');
    expect(run.model.labelsOfObject('/x')).toEqual(new Set());
  });

  it('declassify by approval: from then on the label does not count', () => {
    const run = new Run(`${SECRET}declassify SECRET by approval "share"\n`);
    run.read(1, '/w/.env');
    expect(run.connect(1, '::1')).toBe('block');
    run.model.approve('share');
    expect(run.connect(1, '::1')).toBe('none');
  });
});

describe('a label of the agent', () => {
  it.each([
    ['claude', 'block'],
    ['codex', 'none'],
  ])('%s: %s', (id, verdict) => {
    const run = new Run(`source A = agent "${id}"\nrule r:\n  block exec "x" if A\n`);
    expect(run.exec(1, '/x')).toBe(verdict);
  });
});
