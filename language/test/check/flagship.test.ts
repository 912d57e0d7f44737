/** Policies of the shape that the language is known for. */
import { expect, it } from 'vitest';
import { compileFile, show } from './compile.js';

const FILE = `version: 1
policy: |
  source AGENT = exec "claude"

  # What was changed under the schema folder.
  source SCHEMA = file "src/protocol/**/*.proto"

  rule one-branch:
    kill exec "git" "branch" if AGENT
    kill exec "git" "worktree" if AGENT
    because "Work on the branch you are on; ask for another."

  rule generate-after-schema:
    notify exec "git" "commit"
      if SCHEMA unless after exec "protoc" since write "src/protocol/**"
    because "The schema is newer than the generated code: run make proto."

  rule test-before-commit:
    block exec "git" "commit"
      if AGENT unless after exec "pnpm" "test" since write "src/**"
    because "Run the tests, then commit."

  rule go-test-before-commit:
    block exec "git" "commit" unless after exec "go" "test" exits 0 since write "**/*.go"
    because "Tests must pass on what is committed."
`;

it('compiles gates with arguments, with a status, with an event that closes them', () => {
  const program = compileFile(FILE);
  expect(program.rules.map(({ name }) => name)).toEqual([
    'one-branch',
    'generate-after-schema',
    'test-before-commit',
    'go-test-before-commit',
  ]);
  expect(program.gates.map(({ text }) => text)).toEqual([
    'exec "protoc" since write "src/protocol/**"',
    'exec "pnpm" "test" since write "src/**"',
    'exec "go" "test" exits 0 since write "**/*.go"',
  ]);
  const commit = program.rules[2]?.clauses[0];
  expect(show(commit?.when ?? null, program)).toBe('AGENT');
  expect(commit?.line).toBe(19);
});
