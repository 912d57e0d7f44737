import { expect, it } from 'vitest';
import { check } from '../../src/check/check.js';
import { parsePolicyFile } from '../../src/document/document.js';
import { explain } from '../../src/explain/explain.js';
import { renderExplanation } from '../../src/explain/render.js';
import { clauseOf, compile } from '../check/compile.js';

const LABELS = 'source S = file "s"\nsource T = file "t"\n';

function says(clause: string): string {
  const { program } = clauseOf(`${LABELS}rule r: ${clause}`);
  return explain(program).rules[0]?.clauses[0]?.says ?? '';
}

it.each([
  [
    'block exec "git" "commit" if AGENT',
    'When a process of the run runs a program named `git` with the argument `commit`, it is refused.',
  ],
  [
    'ask exec "/usr/bin/git" "push" "--force*"',
    'When a process of the run runs a program at `/usr/bin/git` with the arguments `push` and `--force*`, it waits until a person decides.',
  ],
  [
    'kill write file "*.rs"',
    'When a process of the run creates, changes, renames or removes a file named `*.rs` in any folder, it is refused and the process is ended.',
  ],
  [
    'notify read any if S and not T',
    'When a process of the run reads any file, and the process carries `S`, and the process does not carry `T`, it goes on and the agent is told why it matters.',
  ],
  [
    'block connect any unless target "127."',
    'When a process of the run connects or sends to any endpoint, it is refused, unless the target is `127.`.',
  ],
  [
    'block exec "git" unless after exec "make" "test" exits 0 since write "src/**"',
    "When a process of the run runs a program named `git`, it is refused, unless a program named `make` with the argument `test` has ended with status 0 and no file at `src/**` below the policy's folder has been changed since.",
  ],
  [
    'block exec "x" if S or (T and S) unless not (target "y" or arg "--dry-run")',
    'When a process of the run runs a program named `x`, and the process carries `S`, or (the process carries `T`, and the process carries `S`), it is refused, unless the target is not a program named `y`, and no argument matches `--dry-run`. If it comes to carry `S` or `T` only while it runs, by what it reads, that read is refused.',
  ],
  [
    'ask exec "x" unless S',
    'When a process of the run runs a program named `x`, it waits until a person decides, unless the process carries `S`.',
  ],
  [
    'kill exec "x" if not T unless not S',
    'When a process of the run runs a program named `x`, and the process does not carry `T`, it is refused and the process is ended, unless the process does not carry `S`. If it comes to carry `S` only while it runs, by what it reads, that read is refused and the process is ended.',
  ],
  [
    'block open "prod.db" unless lineage-includes exec "migrate" or after approval "db"',
    'When a process of the run reads or changes a file named `prod.db` in any folder, it is refused, unless the process was started by way of a program named `migrate`, or a person has approved `db`.',
  ],
])('says what `%s` does', (clause, sentence) => {
  expect(says(clause)).toBe(sentence);
});

it('tells who carries a label and who loses it', () => {
  const program = compile(`source S = file "**/.env"
    source S = exec "vault" "get"
    declassify S by exec "/opt/redact"
    endorse R by approval "review"
    rule r: block connect any if S and not R`);
  expect(explain(program).labels).toEqual([
    {
      name: 'S',
      says: [
        'A process that reads a file named `.env` in any folder carries it from then on, and so does what it writes.',
        'A process that runs a program named `vault` with the argument `get` carries it, with all that it starts and writes.',
        'A process that runs a program at `/opt/redact` loses it and does not gain it again, nor does what it starts.',
      ],
    },
    { name: 'R', says: ['Once a person approves `review`, every process carries it.'] },
  ]);
});

it('notes what a name cannot hold', () => {
  const notes = (text: string): string => explain(compile(text)).notes.join('\n');
  expect(notes('rule r: block exec "git"')).toContain('a copy under another name');
  expect(notes('rule r: notify exec "git"')).toBe('');
  expect(notes('rule r: notify exec "git" unless after exec "pytest"')).toContain(
    'The agent can open these gates by itself',
  );
  expect(notes('rule r: notify exec "git" unless after exec "/usr/bin/make"')).toBe('');
  expect(notes('rule r: notify exec "git" unless after approval "x"')).toBe('');
  expect(notes('rule r: notify exec "git" unless after write "ok.txt"')).toContain(
    'write "ok.txt"',
  );
  const forged = 'source S = file "s" declassify S by exec "redact" rule r: notify exec "x" if S';
  expect(notes(forged)).toContain('`declassify S by exec "redact"`');
});

it('notes settings that are allowed, asked for, or not used', () => {
  const document = parsePolicyFile(`version: 1
feedback: {path: a.txt, audit: b.jsonl}
ask: {timeout: 2m}
guards: {ptrace: allow}
policy: |
  rule r:
    notify exec "x"
`);
  const { program } = check(document);
  if (program === null) throw new Error('the policy is valid');
  const { notes } = explain(program, { settings: document.settings });
  expect(notes[0]).toMatch(/^`ptrace` is allowed: /);
  expect(notes[1]).toBe('An ask that nobody answers within 120 s is refused.');
  expect(notes[2]).toMatch(
    /^`feedback.path`, `feedback.audit`: read for ActPlane's sake and not used/,
  );
});

it('shows the answer of a host beside each clause', () => {
  const program = compile('rule r:\n  block exec "x"\n  notify recv any\n  because "a\\n\\"b\\""');
  const explanation = explain(program, {
    enforcement: ({ operation, effect }) =>
      operation === 'recv'
        ? { when: 'none', why: `too late to ${effect}` }
        : { when: 'before', why: 'the call waits', limits: ['links are not followed'] },
  });
  expect(renderExplanation({ ...explanation, notes: [] })).toBe(`rule r (line 1)
  2: block exec "x"
    When a process of the run runs a program named \`x\`, it is refused.
    enforced before: the call waits
    but links are not followed
  3: notify recv any
    When a process of the run listens on, or receives from, any endpoint, it goes on and the agent is told why it matters.
    not enforced here: too late to notify
  because "a\\n\\"b\\""
`);
});

it('explains gates as the record names them', () => {
  const program = compile(
    'rule r: block exec "x" unless after exec "t" since write "a" or exec "x"',
  );
  expect(explain(program).gates).toEqual([
    {
      text: 'exec "t" since write "a" or exec "x"',
      says: 'Open once a program named `t` has been started and no file named `a` in any folder has been changed and no program named `x` has been started since.',
    },
  ]);
});
