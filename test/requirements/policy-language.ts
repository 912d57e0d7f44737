import type { Requirements } from './requirement.js';

/** What a policy can say (PL). */
export const policyLanguage = {
  PL1: {
    promise:
      '`version: 1` and a `policy: |` block make a policy file; `actplane.yaml` is read as it is',
    tests: [
      'language/test/check/flagship.test.ts',
      'test/e2e/cli/check.test.ts#looks upward, and names what it found',
    ],
  },
  PL2: {
    promise: 'the policy file is found upward from the current folder, and named',
    tests: ['test/e2e/cli/check.test.ts#looks upward, and names what it found'],
  },
  PL3: {
    promise: '`--policy FILE` and `--rule DSL` name a policy, and exclude each other',
    tests: [
      'test/e2e/cli/check.test.ts#takes a rule from the command line, and one way of naming a policy',
    ],
  },
  PL4: {
    promise: '`source L = exec …` labels a process and everything it starts',
    tests: [
      'language/test/model/flow.test.ts#come with a program by name, its arguments among it',
      'test/e2e/scenarios.test.ts',
    ],
  },
  PL8: {
    promise: 'a rule has clauses and one reason; a name used twice is an error',
    tests: [
      'language/test/diagnostics/golden.test.ts',
      'language/test/check/program.test.ts#joins the lines of a reason',
    ],
  },
  PL9: {
    promise: 'each clause has its own effect: notify, ask, block or kill',
    tests: [
      'language/test/check/program.test.ts#keeps what a clause says and where',
      'test/e2e/scenarios.test.ts',
    ],
  },
  PL10: {
    promise: 'the strongest effect wins on one event: kill > block > ask > notify',
    tests: [
      'language/test/model/rules.test.ts#take the strongest effect, and the first clause that has it',
    ],
  },
  PL11: {
    promise: 'exec, open, read, write, unlink, connect and recv; every mutation is a write',
    tests: [
      'language/test/check/program.test.ts#reads every operation, with and without the word for its target',
      'test/e2e/scenarios.test.ts',
    ],
  },
  PL12: {
    promise: 'an exec target may name argv tokens, and matches whole tokens',
    tests: [
      'language/test/model/rules.test.ts#need every argument, in any order',
      'test/e2e/red-team.test.ts',
    ],
  },
  PL14: {
    promise: 'conditions combine labels with not, and, or and parentheses',
    tests: ['language/test/check/conditions.test.ts', 'test/e2e/scenarios.test.ts'],
  },
  PL15: {
    promise: '`unless target` and `unless target not`',
    tests: [
      'language/test/check/conditions.test.ts#reads the target of a condition as the operation does',
      'test/e2e/scenarios.test.ts',
    ],
  },
  PL16: {
    promise: '`unless lineage-includes exec` asks for a program among the ancestors',
    tests: [
      'language/test/model/rules.test.ts#know who started whom',
      'test/e2e/scenarios.test.ts',
    ],
  },
  PL17: {
    promise: '`unless after exec` opens once the program has run',
    tests: [
      'language/test/model/gates.test.ts#opens by its event and stays open',
      'test/e2e/scenarios.test.ts',
    ],
  },
  PL18: {
    promise: 'a gate may name argv tokens: `after exec "go" "test" exits 0`',
    tests: ['language/test/check/flagship.test.ts'],
  },
  PL19: {
    promise: '`exits N` opens only on a normal exit with that status',
    tests: [
      'language/test/model/gates.test.ts#opens when that process ends so',
      'test/e2e/scenarios.test.ts',
    ],
  },
  PL20: {
    promise: '`since … or …` closes a gate again, and the feedback names the event that did',
    tests: [
      'language/test/model/gates.test.ts#closes by a later event',
      'test/e2e/scenarios.test.ts',
    ],
  },
  PL21: {
    promise: 'gates on write, read, open and unlink; `since` its own event is single use',
    tests: ['language/test/lower/flow.test.ts', 'test/e2e/scenarios.test.ts'],
  },
  PL24: {
    promise: '`unless arg` passes a command that carries the named argument',
    tests: ['test/examples/examples.test.ts', 'language/test/model/rules.test.ts'],
  },
  PL25: {
    promise: 'a notify with a condition on history tells of work still owed, and never blocks',
    tests: ['test/examples/examples.test.ts'],
  },
  PL26: {
    promise: 'several gates in one condition',
    tests: ['language/test/check/conditions.test.ts#joins several `unless` by `or`'],
  },
  PL27: {
    promise: 'patterns are globs, exactly; what cannot be enforced exactly is a compile error',
    tests: [
      'language/test/glob/matches.test.ts',
      'language/test/glob/resolve.test.ts',
      'language/test/lower/limits.test.ts#of what automata can tell apart',
    ],
  },
  PL30: {
    promise: 'every limit has a name, and passing it is a named error, never a truncation',
    tests: ['language/test/lower/limits.test.ts'],
  },
  PL31: {
    promise: 'an unknown key in the file is an error with its line',
    tests: ['language/test/diagnostics/golden.test.ts'],
  },
  PL32: {
    promise: '`rein check` needs no privilege, explains each rule and marks what will not apply',
    tests: [
      'test/e2e/cli/check.test.ts#explains in words, with what this machine does about each clause',
    ],
  },
  PL33: {
    promise: '`rein check` has --json, --explain and --strict',
    tests: ['test/e2e/cli/check.test.ts#says it as JSON, a line for each file'],
  },
  PL35: {
    promise: 'each warning has a code of its own and a fixture that causes it',
    tests: ['language/test/diagnostics/golden.test.ts#has a case for every code'],
  },
} satisfies Requirements;
