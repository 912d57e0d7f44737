import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { check, createLines, parsePolicyFile, showRule } from '../../src/index.js';

/** Codes with the lines that they point to. */
function problems(yaml: string): string[] {
  const text = `version: 1\ncapabilities:\n${yaml}`;
  const { diagnostics } = check(parsePolicyFile(text));
  const lines = createLines(text);
  return diagnostics.map(({ code, span }) => `${code} in line ${lines.at(span.start).line}`);
}

describe('capabilities in a policy file', () => {
  it.each([
    ['an unknown capability', '  fs.rite: []', 'R2006 in line 3'],
    ['an unknown key', '  fs.write:\n    - allow: a\n      methods: [GET]', 'R2006 in line 5'],
    ['no effect', '  fs.write:\n    - because: so', 'R2201 in line 4'],
    ['two effects', '  fs.write:\n    - allow: a\n      deny: b', 'R2201 in line 4'],
    ['a pattern', '  fs.write:\n    - allow: "[a"', 'R2202 in line 4'],
    ['a host', '  net.fetch:\n    - allow: "https://x/"', 'R2202 in line 4'],
    ['a socket', '  net.connect:\n    - allow: "unix:/run/x"', 'R2202 in line 4'],
    ['an absolute path', '  fs.read:\n    - allow: [a, /etc/passwd]', 'R2203 in line 4'],
    ['a path that climbs', '  fs.read:\n    - allow: "a/../../b"', 'R2203 in line 4'],
    ['a size', '  fs.read:\n    - allow: a\n      max_bytes: 1 parsec', 'R2204 in line 5'],
    ['a method', '  net.fetch:\n    - allow: x.org\n      methods: [GETT]', 'R2205 in line 5'],
    [
      'an id twice',
      '  fs.read:\n    - {allow: a, id: x}\n    - {allow: b, id: x}',
      'R2207 in line 5',
    ],
    ['an id', '  fs.read:\n    - {allow: a, id: "1"}', 'R2208 in line 4'],
    ['a variable', '  secrets.read:\n    - {allow: a, env: "A B"}', 'R2208 in line 4'],
    ['a small denial', '  fs.write:\n    - {deny: a, max_bytes: 1}', 'R2209 in line 4'],
    ['no list', '  fs.read: {allow: a}', 'R2007 in line 3'],
    ['no map', '  [fs.read]', 'R2007 in line 3'],
    ['a text as rule', '  fs.read: [a]', 'R2007 in line 3'],
    ['an empty list', '  fs.read: [{allow: []}]', 'R2007 in line 3'],
    ['a flag', '  net.fetch: [{allow: a, private: 1}]', 'R2007 in line 3'],
    ['an anchor', '  fs.read: [{allow: &a b}]', 'R2008 in line 3'],
  ])('%s', (_, yaml, expected) => {
    expect(problems(yaml)).toContain(expected);
  });

  it('are bounded', () => {
    const many = '    - allow: a\n'.repeat(501);
    expect(problems(`  fs.read:\n${many}`)).toContain('R2206 in line 2');
    expect(problems(`  fs.read:\n    - allow: [${'a, '.repeat(65)}]\n`)).toContain(
      'R2206 in line 4',
    );
  });

  it('need no rules beside them', () => {
    const { program, diagnostics } = check(parsePolicyFile('version: 1\ncapabilities: {}\n'));
    expect(diagnostics).toEqual([]);
    expect(program?.rules).toEqual([]);
  });

  it('are shown on one line', () => {
    const { capabilities } = parsePolicyFile(
      'version: 1\ncapabilities:\n  net.fetch:\n    - {allow: x.org, methods: GET, max_bytes: 2KiB, private: true}\n',
    );
    expect(capabilities?.rules.map(showRule)).toEqual([
      'allow net.fetch "x.org"; methods GET; at most 2048 bytes; private addresses too',
    ]);
  });

  it('never throw, whatever they are', () => {
    const value: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
      value: fc.oneof(
        { maxDepth: 4 },
        fc.constantFrom('allow', '**', 'a/[', '', 1, true, null, 'fs.read', '10.0.0.0/99', '{'),
        fc.array(tie('value'), { maxLength: 3 }),
        fc.dictionary(
          fc.constantFrom(
            'fs.read',
            'net.fetch',
            'allow',
            'deny',
            'args',
            'methods',
            'id',
            'max_bytes',
          ),
          tie('value'),
          { maxKeys: 3 },
        ),
      ),
    })).value;
    const reads = fc.property(value, (capabilities) => {
      check(parsePolicyFile(JSON.stringify({ version: 1, capabilities })));
    });
    fc.assert(reads, { numRuns: 500 });
  });
});
