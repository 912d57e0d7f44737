import type { Requirements } from './requirement.js';

/** What the engine does to a process (KE). */
export const engine = {
  KE6: {
    promise: 'block stops the operation before it happens',
    tests: ['test/e2e/scenarios.test.ts'],
  },
  KE7: {
    promise: 'kill ends the process that tried',
    tests: ['test/e2e/scenarios.test.ts'],
  },
  KE8: {
    promise: 'notify lets the operation proceed and records it',
    tests: [
      'test/examples/examples.test.ts',
      'test/e2e/cli/run.test.ts#says why, afterwards',
      'test/e2e/observe/effects.test.ts',
    ],
  },
  KE9: {
    promise: 'a clause that cannot be enforced here is never downgraded in silence',
    tests: [
      'test/e2e/cli/unenforced.test.ts#is not run, and each clause is counted',
      'test/e2e/observe/effects.test.ts',
      'test/e2e/observe/scenarios.test.ts',
    ],
  },
  KE10: {
    promise:
      'lineage holds over any number of hops: shells, subprocess, double fork, setsid, nohup',
    tests: ['test/e2e/scenarios.test.ts', 'test/e2e/red-team.test.ts'],
  },
  KE13: {
    promise:
      'history belongs to the run: a child opens a gate for its session, not for another run',
    tests: [
      'language/test/model/gates.test.ts',
      'test/e2e/cli/lifetime.test.ts#do not see each other, and an ungoverned process sees neither',
      'test/e2e/observe/life.test.ts',
    ],
  },
  KE14: {
    promise: 'gates on an exit status are opened by the exit itself',
    tests: ['test/e2e/scenarios.test.ts'],
  },
  KE16: {
    promise: 'it installs and runs where there is no compiler: the package carries its engine',
    tests: ['test/e2e/installed.test.ts'],
  },
  KE17: {
    promise: 'rein doctor names what a stronger tier is missing on this machine',
    tests: [
      'test/e2e/cli/unenforced.test.ts#is named by rein doctor, with what it leaves open',
      'govern/test/policy/tier.test.ts#is the strongest that the machine has',
    ],
  },
  KE18: {
    promise: 'the agent runs as the invoking user, also under sudo',
    tests: [
      'test/e2e/cli/lifetime.test.ts#the command, its files and the record are the invoking user’s',
    ],
  },
  KE20: {
    promise: 'governed processes cannot signal, trace or reconfigure the engine',
    tests: ['test/e2e/red-team.test.ts', 'test/e2e/cli/protection.test.ts'],
  },
  KE27: {
    promise: 'the same events give the same verdicts, in the model and in the engine',
    tests: ['language/test/differential/differential.test.ts'],
  },
  KE28: {
    promise: "an agent started by another vendor's agent stays governed",
    tests: ['test/e2e/scenarios.test.ts'],
  },
  KE29: {
    promise: 'runs do not see each other, and an ungoverned process is never affected',
    tests: [
      'test/e2e/cli/lifetime.test.ts#do not see each other, and an ungoverned process sees neither',
      'test/e2e/observe/life.test.ts',
    ],
  },
  KE30: {
    promise: 'rules confine a subtree to reading, to no network or to one folder',
    tests: ['test/e2e/scenarios.test.ts', 'test/examples/examples.test.ts'],
  },
  KE31: {
    promise: 'what a tier leaves open is said by rein doctor and at the clauses that it weakens',
    tests: [
      'govern/test/policy/tier.test.ts#is told what its labels, gates and endpoints do not do',
      'test/red-team/ways.ts',
      'tools/guest/doctor-rows.ts',
    ],
  },
  KE32: {
    promise: 'a refused call comes with a structured reason, not an opaque permission denied',
    tests: ['test/e2e/scenarios.test.ts', 'test/e2e/cli/run.test.ts#says why, afterwards'],
  },
} satisfies Requirements;
