import type { Requirements } from './requirement.js';

/** What the agent is told (FB). */
export const feedback = {
  FB1: {
    promise: 'the reason of the rule reaches the agent for every effect',
    tests: [
      'test/e2e/scenarios.test.ts',
      'test/e2e/cli/approvals.test.ts#tells the agent why a person said no',
    ],
  },
  FB2: {
    promise: 'the console report names process, effect and reason',
    tests: ['test/e2e/scenarios.test.ts', 'test/e2e/cli/drawn-screen.test.ts'],
  },
  FB3: {
    promise: 'each run has a feedback file and an event log',
    tests: [
      'test/e2e/cli/run.test.ts#FB3: keeps feedback and the policy with the record, for nobody else to read',
    ],
  },
  FB4: {
    promise:
      'feedback carries rule, effect, next step and whether a retry helps, with names escaped',
    tests: ['test/e2e/scenarios.test.ts'],
  },
  FB5: {
    promise: 'feedback says so when an effect cannot be had on this host',
    open: 'the supervisor tier has every effect; the tiers that lack one are not in rein-engine yet',
  },
  FB6: {
    promise: '`rein hook` turns unread matches into hook output, and is silent without any',
    tests: ['test/e2e/cli/hook.test.ts'],
  },
  FB18: {
    promise: 'each event is one JSON object with a published shape',
    tests: ['test/e2e/cli/run.test.ts#FB18: writes to --events what it writes to the record'],
  },
} satisfies Requirements;
