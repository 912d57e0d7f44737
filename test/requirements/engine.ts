import type { Requirements } from './requirement.js';

/** What the engine does to a process (KE). */
export const engine = {
  KE1: {
    promise: 'fork, exec, exit, open, unlink, rename and connect are hooked while a run lives',
    tests: ['test/guest/runs.ts#hooks'],
  },
  KE2: {
    promise: 'every way to write, to send and to pass on what was read is asked about',
    tests: [
      'test/scenarios/files.ts#F6',
      'test/guest/sockets.ts#flow-sockets',
      'test/red-team/flows.ts',
      'test/red-team/ways.ts#udp-sendmmsg',
    ],
  },
  KE3: {
    promise: 'processes, files, pipes and endpoints carry labels',
    tests: [
      'test/scenarios/processes.ts#E7',
      'test/guest/flows.ts#flow-evicted',
      'test/guest/sockets.ts#flow-sockets',
    ],
  },
  KE5: {
    promise: 'what no rule is about sends nothing up',
    tests: ['test/guest/runs.ts#quiet'],
  },
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
  KE19: {
    promise: '`--run-as-root` keeps the agent root',
    tests: ['test/guest/runs.ts#sudo'],
  },
  KE20: {
    promise: 'governed processes cannot signal, trace or reconfigure the engine',
    tests: [
      'test/e2e/red-team.test.ts',
      'test/e2e/cli/protection.test.ts',
      'test/guest/guards.ts#engine-priority',
      'test/guest/guards.ts#engine-owner',
      'test/guest/guards.ts#control-groups',
    ],
  },
  KE21: {
    promise: 'many runs at once under hooks that are loaded once, and that outlive the engine',
    tests: [
      'test/guest/runs.ts#two-runs',
      'test/guest/runs.ts#survive-engine',
      'test/guest/bounds.ts#full-labels',
      'test/guest/runs.ts#stale-pin',
    ],
  },
  KE22: {
    promise:
      'all hooks are loaded whatever the policy, so no later policy needs one that is not there',
    tests: [
      'test/guest/runs.ts#hooks',
      'test/guest/runs.ts#two-runs',
      'test/guest/swap.ts#swap',
      'test/guest/swap.ts#swap-run',
      'test/guest/swap.ts#swap-met',
      'test/guest/swap.ts#swap-names',
      'test/e2e/observe/swap.test.ts',
      'test/e2e/observe/swap-run.test.ts',
    ],
  },
  KE24: {
    promise:
      'what the hooks cost is measured beside stated goals: one that is missed is named, and fails `--check`',
    tests: ['test/tools/bench-goals.test.ts'],
  },
  KE25: {
    promise: 'the same sources build the same hooks',
    tests: ['test/tools/hooks-build.test.ts'],
  },
  KE26: {
    promise: 'the engine governs a run without a daemon',
    tests: ['test/e2e/scenarios.test.ts', 'tools/guest/scenario-cases.ts'],
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
      'test/tools/guest.test.ts',
    ],
  },
  KE32: {
    promise: 'a refused call comes with a structured reason, not an opaque permission denied',
    tests: ['test/e2e/scenarios.test.ts', 'test/e2e/cli/run.test.ts#says why, afterwards'],
  },
  KE33: {
    promise:
      'what is claimed of ways around is what the suite of attempts shows, each with its verdict',
    tests: [
      'test/e2e/red-team.test.ts',
      'test/red-team/ways.ts',
      'tools/guest/way-cases.ts',
      'test/guest/guards.ts#source-routes',
    ],
  },
  W9: {
    promise: 'a program in a rule is the file that runs, whatever it is called by',
    tests: [
      'test/red-team/ways.ts#by a symbolic link',
      'test/red-team/ways.ts#under a false argv[0]',
      'test/red-team/ways.ts#by fexecve',
    ],
  },
  W11: {
    promise: 'each tier says what it needs, and is played on the oldest kernel it is for',
    tests: ['tools/guest/doctor-rows.ts', 'tools/guest/kernels.ts#6.1'],
  },
  W12: {
    promise: 'a tier is there when a denial happened, not because a list names it',
    tests: [
      'tools/guest/doctor-rows.ts',
      'govern/test/policy/tier.test.ts#is the strongest that the machine has',
    ],
  },
} satisfies Requirements;
