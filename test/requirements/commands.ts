import type { Requirements } from './requirement.js';

/** What the commands do (HC, CP, AP, AU). */
export const commands = {
  HC2: {
    promise: '`rein init` writes a starter that checks, and does not overwrite',
    tests: [
      'test/e2e/cli/init.test.ts#HC2: writes a policy that checks, and does not overwrite it',
    ],
  },
  HC8: {
    promise: '`rein run` passes streams, signals and exit code through, and governs from the start',
    tests: ['test/e2e/cli/run.test.ts', 'test/e2e/cli/signals.test.ts'],
  },
  HC9: {
    promise: 'descendants that outlive the first process stay governed',
    tests: ['test/e2e/cli/lifetime.test.ts#stay governed and recorded, while rein returns'],
  },
  HC16: {
    promise: '`--help` shows examples that work, and `--version` answers',
    tests: ['test/e2e/cli/help.test.ts', 'test/e2e/cli/examples.test.ts'],
  },
  CP16: {
    promise: '`rein test` replays cases against a policy and fails on an unexpected verdict',
    tests: ['test/e2e/cli/author.test.ts#CP16: is content when every verdict is as expected'],
  },
  AP11: {
    promise: 'ask suspends the call itself until a person decides or time runs out',
    tests: [
      'test/e2e/cli/approvals.test.ts#waits until a person approves from another process, and says who did',
    ],
  },
  AU1: {
    promise: 'the log of a run is one valid JSON object per line',
    tests: [
      'ledger/test/entry/chain.test.ts#writes the canonical entry and a newline',
      'ledger/test/store/writer.test.ts#keeps entries in the order of the calls, each with what it is acknowledged with',
    ],
  },
  AU3: {
    promise: 'a changed byte, a removed, swapped or missing entry breaks the chain',
    tests: ['ledger/test/verify/hostile-edits.test.ts', 'ledger/test/verify/verify.test.ts'],
  },
  AU4: {
    promise: '`rein audit verify` names the first bad entry and exits 1',
    tests: ['test/e2e/cli/audit.test.ts'],
  },
  AU6: {
    promise: '`rein replay` shows the ordered timeline with verdicts and reasons',
    tests: ['cli/test/timeline/render.test.ts'],
  },
} satisfies Requirements;
