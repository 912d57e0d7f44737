import type { Requirements } from './requirement.js';

/** Plays both halves of each scenario under `rein run`. */
const PLAYED = 'test/e2e/scenarios.test.ts';

/** Tries each known way around; some are held, some are listed as open. */
const ATTACKED = 'test/e2e/red-team.test.ts';

/** Whole stories with real processes (E), flows (F) and ways around (R). */
export const scenarios = {
  S20: {
    promise:
      'the whole afternoon of an agent: installed, checked, stopped, asked, told, replayed, verified',
    tests: ['test/e2e/acceptance/local.test.ts', 'test/e2e/acceptance/daemon.test.ts'],
  },
  E1: {
    promise: 'what read a secret may not connect, unless a program declassified it',
    tests: [PLAYED, 'test/scenarios/processes.ts#E1'],
  },
  E2: {
    promise: 'what read a download may not push, unless a person endorsed it',
    tests: [PLAYED, 'test/scenarios/processes.ts#E2'],
  },
  E3: {
    promise: 'a database is opened only with its tool among the ancestors',
    tests: [PLAYED, 'test/scenarios/processes.ts#E3'],
  },
  E4: {
    promise: 'files are removed only below the work folder',
    tests: [PLAYED, 'test/scenarios/processes.ts#E4'],
  },
  E5: {
    promise: 'a commit needs a test run first',
    tests: [PLAYED, 'test/scenarios/processes.ts#E5'],
  },
  E5b: {
    promise: 'a commit needs a test run since the last edit',
    tests: [PLAYED, 'test/scenarios/processes.ts#E5b'],
  },
  E5c: {
    promise: 'a commit needs a test run that passed',
    tests: [PLAYED, 'test/scenarios/processes.ts#E5c'],
  },
  E6: {
    promise: 'a subtree that writes nothing, connects nowhere and runs no git',
    tests: [PLAYED, 'test/scenarios/processes.ts#E6'],
  },
  E7: {
    promise: 'a secret that travels through a file to another process is still a secret',
    tests: [PLAYED, 'test/scenarios/processes.ts#E7'],
  },
  E8: {
    promise: 'only the output of the declassifying program may leave',
    tests: [PLAYED, 'test/scenarios/processes.ts#E8'],
  },
  E9: {
    promise: 'no git below the agent by any number of hops; git outside is untouched',
    tests: [PLAYED, 'test/scenarios/processes.ts#E9'],
  },
  E10: {
    promise: 'what read personal data connects only to loopback',
    tests: [PLAYED, 'test/scenarios/processes.ts#E10'],
  },
  E11: {
    promise: 'each force-push needs a fresh confirmation',
    tests: [PLAYED, 'test/scenarios/processes.ts#E11'],
  },
  E12: {
    promise: 'one commit does not mix two tasks',
    tests: [PLAYED, 'test/scenarios/processes.ts#E12'],
  },
  E13: {
    promise: 'a write needs a check since the last migration was edited',
    tests: [PLAYED, 'test/scenarios/processes.ts#E13'],
  },
  E14: {
    promise: 'a program that a rule forbids to carry a label does not gain it while it runs',
    tests: [PLAYED, 'test/scenarios/processes.ts#E14', 'test/e2e/cli/late.test.ts'],
  },
  F1: {
    promise: 'the source label of a file follows a rename',
    tests: [PLAYED, 'test/scenarios/files.ts#F1'],
  },
  F2: {
    promise: 'renaming a file is not reading it',
    tests: [PLAYED, 'test/scenarios/files.ts#F2'],
  },
  F3: {
    promise: 'a derived label follows a rename',
    tests: [PLAYED, 'test/scenarios/files.ts#F3'],
  },
  F4: {
    promise: 'writing to a labelled file neither taints the writer nor clears the file',
    tests: [PLAYED, 'test/scenarios/files.ts#F4'],
  },
  F5: {
    promise: 'a failed rename changes nothing',
    tests: [PLAYED, 'test/scenarios/files.ts#F5'],
  },
  F6: {
    promise: 'a write rule catches every way to change a file',
    tests: [PLAYED, 'test/scenarios/files.ts#F6'],
  },
  F7: {
    promise: 'a name that was renamed over holds the other object',
    tests: [PLAYED, 'test/scenarios/files.ts#F7'],
  },
  F8: {
    promise: 'an exchange of names swaps the objects, and labels stay with them',
    tests: [PLAYED, 'test/scenarios/files.ts#F8'],
  },
  R1: {
    promise: 'other names, links and launchers of a program',
    tests: [ATTACKED, 'test/red-team/ways.ts#R1'],
  },
  R2: {
    promise: 'tricks with argv',
    tests: [ATTACKED, 'test/red-team/ways.ts#R2'],
  },
  R3: {
    promise: 'a thread that rewrites the arguments of a call in flight',
    tests: [ATTACKED, 'test/red-team/ways.ts#R3'],
  },
  R4: {
    promise: 'flows through every channel between processes',
    tests: [ATTACKED, 'test/red-team/ways.ts#R4'],
  },
  R5: {
    promise: 'leaving the run, or getting an ungoverned process to act',
    tests: [ATTACKED, 'test/red-team/ways.ts#R5'],
  },
  R6: {
    promise: 'attacks on the engine, the policy and the record',
    tests: [ATTACKED, 'test/red-team/ways.ts#R6'],
  },
  R7: {
    promise: 'tricks with paths and names',
    tests: [ATTACKED, 'test/red-team/ways.ts#R7'],
  },
  R8: {
    promise: 'every way to reach the network',
    tests: [ATTACKED, 'test/red-team/ways.ts#R8'],
  },
} satisfies Requirements;
