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
  HC16q: {
    promise:
      'what is kept of the compiled command makes it start sooner, and may be missing or spoilt',
    tests: ['test/e2e/cli/quick-start.test.ts'],
  },
  HC16: {
    promise: '`--help` shows examples that work, and `--version` answers',
    tests: [
      ...(['test/e2e/cli/help.test.ts', 'test/e2e/cli/examples.test.ts'] as const),
      'test/e2e/cli/completion.test.ts',
    ],
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
  AU5: {
    promise: '`rein audit events` filters by kind, rule, effect, outcome, label, path and time',
    tests: [
      'test/e2e/cli/audit-export.test.ts#AU5: lists entries by each filter, and by several',
      'control/test/http/api.test.ts#entries are filtered by each of what they can be filtered by, and by several',
    ],
  },
  AU7: {
    promise: 'entries are found by any text in them, beside the filters',
    tests: ['test/e2e/cli/audit-export.test.ts#AU7: finds entries by any text in them'],
  },
  AU9: {
    promise: 'runs are mirrored as objects under the hash of their bytes',
    tests: [
      'test/e2e/cli/audit-export.test.ts#AU9: mirrors a run as an object under the hash of its bytes, once',
    ],
  },
  AU8b: {
    promise: '`rein audit export` makes one file that verifies elsewhere with a public key alone',
    tests: [
      'test/e2e/cli/audit-export.test.ts#AU8: a bundle verifies on another machine, by Rein and by a verifier of another make',
      'test/e2e/cli/audit-export.test.ts#AU8: the same record gives the same bundle, also on standard output',
      'ledger/test/verify/bundle.test.ts',
      'ledger/test/independent/bundle.test.ts',
    ],
  },
  AU12: {
    promise: 'records are signed with Ed25519; keys rotate, and a wrong or a retired one fails',
    tests: [
      'test/e2e/cli/audit-export.test.ts#AU12: a bundle is believed with the right key only, and never without one',
      'test/e2e/cli/audit-export.test.ts#AU12: a key that was rotated out is shown, holds for its runs and for no later one',
    ],
  },
  W20: {
    promise:
      'a record made anew, cut off or set back is found: by its signed checkpoint, and by one kept elsewhere',
    tests: [
      'ledger/test/verify/bundle.test.ts#finds a record set back, one made anew with the same key, and a false witness',
      'test/e2e/cli/audit-export.test.ts#proves an entry, and that a record continues a checkpoint that was kept',
      'test/e2e/cli/audit-export.test.ts#fsck lists all that is wrong, names the first, and leaves every byte as it was',
    ],
  },
  W21: {
    promise: 'who verifies cannot forge: verification needs a public key only',
    tests: ['ledger/test/verify/bundle.test.ts', 'ledger/test/verify/proof.test.ts'],
  },
  AU6: {
    promise:
      '`rein replay` shows the ordered timeline with verdicts and reasons, and where labels came from; on a page that stands alone too; `--simulate` decides again under another policy',
    tests: [
      'test/e2e/cli/simulate.test.ts#a recorded run is decided again under another policy',
      'cli/test/timeline/render.test.ts',
      'cli/test/timeline/flows.test.ts',
      'cli/test/page/page.test.ts',
    ],
  },
} satisfies Requirements;
