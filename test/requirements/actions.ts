import type { Requirements } from './requirement.js';

const ACTIONS = 'control/test/actions/actions.test.ts';
const FILES = 'control/test/actions/files.test.ts';

/** What an agent asks for instead of doing it (CP, EC), and the faults of others not repeated (W). */
export const actions = {
  CP2: {
    promise:
      'files, network, processes, secrets and tools are capabilities, each denied by default',
    tests: ['language/test/capabilities/evaluate.test.ts', ACTIONS],
  },
  CP4: {
    promise: 'a capability is allowed, denied, or asked about',
    tests: [
      `${ACTIONS}#decides, records and performs, in this order`,
      `${ACTIONS}#denies every way out of the workspace`,
      `${ACTIONS}#waits for a person, and does what was granted exactly once`,
      `${ACTIONS}#hands out what a person granted, also what is not kept: a secret, and much`,
      `${ACTIONS}#asks again for what was granted for the run once that grant is past its time`,
    ],
  },
  CP6: {
    promise: 'no path leads out of the workspace: absolute, with dots, or by a link',
    tests: [
      `${ACTIONS}#denies every way out of the workspace`,
      `${FILES}#follows no link, in no place of a path`,
      `${FILES}#stays in the workspace while a folder is swapped for a link`,
    ],
  },
  CP8: {
    promise: 'a process starts nowhere outside the workspace',
    tests: [
      'control/test/runs/runs.test.ts#a working directory outside the workspace is refused',
      `${ACTIONS}#runs a program in the run that asked for it, and hands its output back`,
    ],
  },
  CP13: {
    promise: 'actions are asked for over HTTP, under their older name too',
    tests: [`${ACTIONS}#answers to the older name, and refuses what is no action`],
  },
  CP18: {
    promise: 'what a policy would say is answered by the judge that decides',
    tests: [`${ACTIONS}#says what a policy would say, with the same judge`],
  },
  CP25: {
    promise: 'any program is an agent: it prints actions, or it is governed without knowing',
    tests: [
      'test/e2e/acceptance/daemon.test.ts#7: what a wrapper prints meets the daemon, what it hides meets the engine',
    ],
  },
  EC1: {
    promise: 'the action contract has a published shape, and fixtures that both ends agree on',
    tests: ['sdk/test/lines.test.ts'],
  },
  EC2: {
    promise: 'the client for TypeScript is used as its examples use it',
    tests: [
      'sdk/test/example.test.ts#does what it may, is told what it may not, and waits for a person',
      'sdk/test/example.test.ts#runs the job beside it',
    ],
  },
  AP13: {
    promise: 'consent is a decision of a person, and no name of a program stands for it',
    tests: ['test/e2e/cli/approvals.test.ts#is opened by a person for one run'],
  },
  AU26: {
    promise: 'what the engine refused and what the daemon decided stand in one chain',
    tests: [
      'control/test/runs/runs.test.ts#what is recorded through the daemon stands among the engine’s entries',
    ],
  },
  W1: {
    promise: 'the policies that both systems show off with parse, and mean what they say',
    tests: ['language/test/check/flagship.test.ts'],
  },
  W5: {
    promise: 'runs at the same time do not meet',
    tests: [
      'test/e2e/acceptance/local.test.ts#6: two runs at once do not meet, and a shell outside is free',
    ],
  },
  W6: {
    promise: 'kill spares the first process of a run, and refuses instead',
    tests: [
      'govern/test/record/entries.test.ts#name what made a gate stale, what was cut, and whom kill spared',
    ],
  },
  W16: {
    promise: 'who decided is who was authenticated',
    tests: [
      'control/test/approvals/approvals.test.ts#a decision carries who, why, and the note as what it is: a note',
    ],
  },
  W18: {
    promise: 'no run has rights that a program lends: neither sudo nor anything setuid',
    tests: [
      'test/e2e/cli/lifetime.test.ts#are lent to nobody in a run: not to sudo, not to any other setuid program',
      'test/e2e/cli/lifetime.test.ts#the command, its files and the record are the invoking user’s',
    ],
  },
  W26: {
    promise: 'the quickstart needs the package and nothing else',
    tests: [
      'test/e2e/acceptance/local.test.ts#1: is installed from a tarball, and `rein doctor` finds nothing amiss',
      'test/e2e/acceptance/local.test.ts#2: the quickstart policy has a rule for each thing that is tried',
    ],
  },
  W28: {
    promise: 'tokens and sockets are for their owner only, and no token stands in the state',
    tests: [
      'control/test/http/api.test.ts#nothing in the state is for others, and no token stands in it',
    ],
  },
  W31: {
    promise: 'replay shows what is on record; it runs nothing again',
    tests: ['test/e2e/acceptance/local.test.ts'],
  },
  W33: {
    promise: 'a rule about arguments refuses before the program runs',
    tests: [
      'test/e2e/acceptance/local.test.ts',
      'test/e2e/cli/run.test.ts#stops the command itself when the policy does',
    ],
  },
  W8: {
    promise: 'patterns are matched exactly, or the policy is refused',
    tests: ['language/test/automaton/agrees.test.ts'],
  },
} as const satisfies Requirements;
