import type { Requirements } from './requirement.js';

const DAEMON = 'test/e2e/cli/daemon/daemon.test.ts';
const RUN = 'test/e2e/cli/daemon/run.test.ts';
const GATE = 'test/e2e/cli/daemon/gate.test.ts';
const QUEUE = 'test/e2e/cli/daemon/queue.test.ts';

/** What people reach the daemon with (RJ, AP, ID, OP as commands). */
export const daemonCommands = {
  RJ1: {
    promise: '`rein daemon init` makes an administrator, once; again is no fault',
    tests: [`${DAEMON}#starts once, is set up by whoever may read the bootstrap token, and stops`],
  },
  RJ2b: {
    promise: '`rein agent` makes, shows, changes and deletes agents; their tokens end with them',
    tests: [
      `${DAEMON}#agents are made, shown, changed and deleted; a token of a deleted agent is none`,
    ],
  },
  RJ3b: {
    promise: '`rein run AGENT` ends with the exit code of the command, the job or the wrapper',
    tests: [
      `${RUN}#runs a command as an agent: streams, exit code, record`,
      `${RUN}#runs a job: waits for a person, goes on, ends as it went`,
      `${RUN}#a job that is denied says where and why, and ends with 1`,
      `${RUN}#ends as a shell does where there is no such command, and with --json prints nothing beside it`,
      'cli/test/attached/exit-code.test.ts#is 1 where actions were denied and nothing else went wrong',
      'cli/test/run/grammar.test.ts#guesses nothing',
    ],
  },
  RJ5: {
    promise: '`rein run AGENT --wrapper CMD` asks for what the wrapper prints, and governs it',
    tests: [
      `${RUN}#a wrapper: what it prints is asked for, what it hides is refused`,
      `${RUN}#tells who waits for a wrapper or a job of what the engine holds in it`,
    ],
  },
  RJ15b: {
    promise: '`rein cancel` and Ctrl-C end every process of a run; again is no fault',
    tests: [
      `${RUN}#Ctrl-C cancels the run with all its processes`,
      `${RUN}#is started and left with --detach, followed, and cancelled by its id`,
    ],
  },
  RJ16b: {
    promise: '`rein ps --tree` draws the processes of each run, `--status` narrows the list',
    tests: [
      `${RUN}#Ctrl-C cancels the run with all its processes`,
      `${QUEUE}#keeps what was decided: by state, one of them whole, and runs by theirs`,
    ],
  },
  RJ17: {
    promise:
      '`rein logs` shows what a run wrote, on the stream that it wrote to, and follows; where nothing was kept it says so',
    tests: [
      'test/e2e/cli/daemon/terminal.test.ts#a run of an agent has the terminal that it was started on, and the daemon has the run',
      `${RUN}#runs a command as an agent: streams, exit code, record`,
      `${RUN}#is started and left with --detach, followed, and cancelled by its id`,
    ],
  },
  RJ27b: {
    promise: 'who waits for a run outlives a daemon that is killed and started again',
    tests: [`${RUN}#outlives a daemon that is killed, and ends as its command does`],
  },
  AP2: {
    promise: 'what waits here and what waits at the daemon is one queue, which can be filtered',
    tests: [
      'control/test/approvals/approvals.test.ts#lists are filtered, paged and scoped',
      `${QUEUE}#is one: what waits here and what waits at the daemon, each decided by the same words`,
      `${QUEUE}#keeps what was decided: by state, one of them whole, and runs by theirs`,
      `${QUEUE}#without the daemon shows what it can, and is no way around who may decide`,
    ],
  },
  AP3: {
    promise: '`rein approvals ID` shows all that is known: what, who, where, since what, the diff',
    tests: [
      'cli/test/screen/draw.test.ts#shows what is asked, who asks, why, where and since what',
      `${RUN}#runs a job: waits for a person, goes on, ends as it went`,
    ],
  },
  AP7b: {
    promise:
      '`rein approve --gate` opens gates of the daemon’s runs for those who may decide there',
    tests: [
      `${GATE}#a gate of the daemon’s runs is opened by whoever may decide about them, and by nobody else`,
      `${GATE}#nobody opens the gates of his own run, and a run not its own`,
    ],
  },
  AP9: {
    promise:
      '`rein approvals --watch` is a screen to work in; no key meets what it was not meant for',
    tests: [
      `${QUEUE}#is worked in on a terminal: moved in, denied with a reason, approved, left`,
      'cli/test/screen/keys.test.ts#puts nothing in the place of what is gone',
      'cli/test/screen/keys.test.ts#what is typed on about something that is gone goes nowhere',
      'cli/test/screen/diff-lines.test.ts',
    ],
  },
  ID2b: {
    promise: 'tokens come from private files, pipes or the environment, and are sent nowhere else',
    tests: [
      `${DAEMON}#takes a token from a private file, a pipe or the environment, and tries it first`,
      `${DAEMON}#never sends a kept token anywhere else`,
    ],
  },
  ID20b: {
    promise: 'a run on a terminal does not act at the daemon with the login of its user',
    tests: [`${DAEMON}#what its user may do at the daemon is not for a run on a terminal`],
  },
  ID3: {
    promise: '`rein whoami` says whose the token is and what it may do',
    tests: [
      `${DAEMON}#takes a token from a private file, a pipe or the environment, and tries it first`,
    ],
  },
  ID4: {
    promise: '`rein token` lists no secret, rotates and revokes',
    tests: [`${DAEMON}#tokens are shown once, rotated and revoked; nobody ends the last admin`],
  },
  OP4: {
    promise:
      '`rein daemon schema-version` prints the version of the store, with a daemon and without',
    tests: [
      'test/e2e/cli/daemon/policy.test.ts#the version of the store is a number, with a daemon and without',
      'control/test/store/schema-version.test.ts',
    ],
  },
  W24: {
    promise: 'every route has a command; whatever can be made can be ended, and is described',
    tests: [
      'test/e2e/cli/daemon/policy.test.ts#every route has its command, and what can be made can be ended',
      'control/test/http/openapi.test.ts#every route that is served is described: what it takes, what it gives, what it needs',
      'control/test/http/openapi.test.ts#the description is OpenAPI 3.1, by somebody else’s account',
      'control/test/http/answers.test.ts#every route gives each of the answers that it is described with',
      'sdk/test/described.test.ts#asks for what is described, by the parameters that are, and with a body where one is',
    ],
  },
  OP36: {
    promise:
      'the quickstart runs: daemon, administrator, managed token, agent, job, approval, replay',
    tests: ['test/examples/quickstart.test.ts', 'test/docs/pages.test.ts'],
  },
  EC11: {
    promise: 'one daemon, one policy, one job, one approval, one replay, one denial by the engine',
    tests: [
      'test/examples/quickstart.test.ts#the quickstart goes from nothing to a verified record, and leaves nothing',
    ],
  },
  OP29d: {
    promise:
      '`rein daemon start` says why it did not start; without a daemon commands say what to type',
    tests: [
      `${DAEMON}#says why it did not start`,
      `${DAEMON}#without a daemon says what to type, and what needs none goes on`,
    ],
  },
  OP29c: {
    promise: 'the published package brings the daemon, for Node 20 and for a Node that has SQLite',
    tests: ['test/e2e/installed.test.ts#brings the daemon, with SQLite for a Node that has none'],
  },
  OP30: {
    promise: 'clients reach the daemon over its socket and over TCP',
    tests: [`${DAEMON}#speaks TCP where it is asked to`],
  },
} as const satisfies Requirements;
