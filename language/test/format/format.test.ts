import { expect, it } from 'vitest';
import { format } from '../../src/format/format.js';
import { formatPolicyFile } from '../../src/format/format-file.js';

function formatted(text: string): string {
  const result = format(text);
  return result.ok ? result.text : `not formatted: ${result.diagnostics[0]?.message}`;
}

it('puts a clause on a line and a blank line around rules', () => {
  const text =
    'source A=file "a" source B = file "b"\nrule r:block exec "x"  "y"\n\n\nif A or(B)  because "z"\nrule s: kill write any';
  expect(formatted(text)).toBe(`source A = file "a"
source B = file "b"

rule r:
  block exec "x" "y" if A or (B)
  because "z"

rule s:
  kill write any
`);
});

it('breaks a clause that is too long before its conditions', () => {
  const closers = Array.from({ length: 6 }, (_, index) => `write "packages/part-${index}/**"`);
  const text = `rule r: block exec "git" "commit" if AGENT unless after exec "make" "test" exits 0 since ${closers.join(' or ')}`;
  expect(formatted(text)).toBe(`rule r:
  block exec "git" "commit"
    if AGENT
    unless after exec "make" "test" exits 0 since write "packages/part-0/**"
      or write "packages/part-1/**" or write "packages/part-2/**" or write "packages/part-3/**"
      or write "packages/part-4/**" or write "packages/part-5/**"
`);
});

it('keeps comments: before what they stood in, or at the end of its line', () => {
  const text = `
# about the file


# about A
source A = file "a"   # end of A

# about r
rule r: # end of r
  # about the clause
  block exec "x" # inside
    if A # end of the clause
  because "z"
# the end
`;
  expect(formatted(text)).toBe(`# about the file

# about A
source A = file "a" # end of A

# about r
rule r: # end of r
  # about the clause
  # inside
  block exec "x" if A # end of the clause
  because "z"
# the end
`);
});

it('keeps the lines of a reason', () => {
  expect(formatted('rule r: kill exec "x" because "one\n two\n\n     three"')).toBe(`rule r:
  kill exec "x"
  because "one
           two
           three"
`);
});

it('leaves text with errors alone', () => {
  const result = format('rule r: block');
  expect(result.ok ? [] : result.diagnostics.map(({ code }) => code)).toEqual(['R1107']);
});

it('formats the policy of a file and nothing else', () => {
  const file = `# a file
version: 1   # the first
policy: |   # the policy
   rule r:
      block   exec "x"

guards: {ptrace:   allow}
`;
  expect(formatPolicyFile(file)).toEqual({
    ok: true,
    text: `# a file
version: 1   # the first
policy: |   # the policy
   rule r:
     block exec "x"

guards: {ptrace:   allow}
`,
  });
});

it('keeps CRLF and a file without a last line break', () => {
  const file = 'version: 1\r\npolicy: |\r\n  rule r:  block exec "x"';
  expect(formatPolicyFile(file)).toEqual({
    ok: true,
    text: 'version: 1\r\npolicy: |\r\n  rule r:\r\n    block exec "x"\r\n',
  });
});

it('keeps the indentation that an indicator asks for', () => {
  const file = 'version: 1\npolicy: |4\n      rule r:\n    block exec "x"\n';
  expect(formatPolicyFile(file)).toEqual({
    ok: true,
    text: 'version: 1\npolicy: |4\n    rule r:\n      block exec "x"\n',
  });
});

it('leaves a quoted policy as it is', () => {
  const file = 'version: 1\npolicy: "rule r:   block exec \\"x\\""\n';
  expect(formatPolicyFile(file)).toEqual({ ok: true, text: file });
});

it('formats the bodies of a domain file', () => {
  const file = `version: 1
rules:
  a:
    ifc: |
      rule a:   kill exec "x"
  b:
    ifc: |
      rule b:   kill exec "y"
domains:
  session:
    bind: [{rule: a, mode: locked}]
`;
  const result = formatPolicyFile(file);
  expect(result.ok && result.text).toContain('      rule a:\n        kill exec "x"\n  b:');
});
