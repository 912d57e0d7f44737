import type { Requirements } from './requirement.js';

const RUNS = 'control/test/runs/runs.test.ts';
const RESTART = 'control/test/daemon/restart.test.ts';
const APPROVALS = 'control/test/approvals/approvals.test.ts';
const TOKENS = 'control/test/identity/tokens.test.ts';
const HOSTILE = 'control/test/http/hostile.test.ts';
const API = 'control/test/http/api.test.ts';
const STORE = 'control/test/store/store.test.ts';

/** What the daemon does (RJ, AP, ID, OP, and AU where it is the daemon's). */
export const control = {
  RJ2: {
    promise:
      'agents are made, changed and deleted; a duplicate and an unreadable policy are refused',
    tests: [
      'control/test/agents/agents.test.ts#an id is one agent at a time, and can be used again',
      'control/test/agents/agents.test.ts#a policy that does not check is refused, and says where',
    ],
  },
  RJ3: {
    promise: 'a run of a command ends with its status, its output and a record that verifies',
    tests: [`${RUNS}#a command runs in the workspace, its output is kept, its record verifies`],
  },
  RJ3t: {
    promise:
      'a run of an agent on a terminal has that terminal, and is the daemon’s run all the same',
    tests: [
      'test/e2e/cli/daemon/terminal.test.ts#a run of an agent has the terminal that it was started on, and the daemon has the run',
      'test/e2e/cli/daemon/terminal.test.ts#its keys reach the command, and who cancels it elsewhere ends it',
      'control/test/http/listen.test.ts#loopback without TLS asks for a token too',
    ],
  },
  RJ13: {
    promise: 'a run past its time ends TIMED_OUT with its whole tree',
    tests: [
      `${RUNS}#a run that uses more time than it has ends TIMED_OUT`,
      `${RUNS}#a run without a process has its time too, and what it asks ends with it`,
      'control/test/runner/long-timer.test.ts',
    ],
  },
  RJ13b: {
    promise: 'writes, connects and processes of a run are counted by the engine, and held to',
    tests: [
      'test/e2e/control/budgets.test.ts#a run writes as often as it may, and then is told why it cannot',
      'test/e2e/control/budgets.test.ts#a run connects as often as it may',
      'test/e2e/control/budgets.test.ts#a run that would have too many processes has none more, and is ended',
      'test/guest/bounds.ts#budgets',
    ],
  },
  RJ15: {
    promise: 'cancelling ends every process of a run, also what left its tree; again is no fault',
    tests: [
      `${RUNS}#cancelling ends the whole tree, also what left it, and again is no fault`,
      `${RUNS}#a cancellation right after the start is not lost`,
    ],
  },
  RJ16: {
    promise: 'runs are listed by pages and filters that neither miss nor repeat one',
    tests: [
      `${API}#runs are listed by pages that neither miss nor repeat one`,
      `${API}#runs are filtered by their state and by their agent, and by both`,
    ],
  },
  RJ18: {
    promise: 'a run is shown with its state, agent, provenance, counts and the hash of its policy',
    tests: [
      `${API}#a run says whose it is, where it comes from, under which policy, and how much is on record`,
    ],
  },
  RJ19: {
    promise: 'the states of a run are a machine without an undefined step',
    tests: [
      'control/test/runs/state-machine.test.ts#a thousand random histories agree with the model',
    ],
  },
  RJ20: {
    promise: 'a run says where it comes from: adapter, versions, policy digest, tier',
    tests: [`${RUNS}#a command runs in the workspace, its output is kept, its record verifies`],
  },
  RJ22: {
    promise: 'asking or approving twice is asking or approving once',
    tests: [
      `${APPROVALS}#asking twice is asking once, and the same reference cannot stand for something else`,
      `${APPROVALS}#is used once, also when two try at the same time`,
      `${HOSTILE}#an approval that is sent again decides nothing and does nothing twice`,
      'control/test/approvals/model.test.ts#random histories of the queue agree with the model, whatever the clock does',
      'control/test/actions/recover.test.ts#what waited for a person waits on after a kill, and is performed once when it is granted',
      'control/test/actions/recover.test.ts#what was under way when the daemon was killed is unknown, and is not done again',
      'control/test/actions/recover.test.ts#of many grants around a kill each is performed once or told to be unknown, and none is lost',
      'control/test/actions/actions.test.ts#denies once what is asked for under one key, and answers the same from memory and from the store',
      'control/test/actions/recover.test.ts#a denial that was answered under a key stands after a kill, and is not decided again',
    ],
  },
  RJ27: {
    promise: 'runs survive a daemon that is killed: adopted, or failed with a reason',
    tests: [
      `${RESTART}#a run outlives a daemon that is killed, and the next one finds it and its end`,
      `${RESTART}#a run that ended while no daemon ran is taken in as it ended`,
      `${RESTART}#a runner that is killed while no daemon runs is noticed by the next one`,
      `${RESTART}#a runner that is killed is noticed: its processes end, its record is closed`,
      `${RESTART}#a record with %s ends its run, and keeps nothing else from going on`,
      `${RESTART}#a record that is damaged while its run is under way ends the run`,
      `${API}#of a record that was removed the lists say so, and of all others what they hold`,
      `${API}#a run whose record cannot be begun has failed, and says why`,
    ],
  },
  AP1: {
    promise: 'a hold becomes a request, and the run waits for it',
    tests: [`${RUNS}#a hold becomes a request, and the run waits until it is settled`],
  },
  AP4: {
    promise:
      'a decision is made by the holder of a token; what else is said of the decider is a note',
    tests: [`${APPROVALS}#a decision carries who, why, and the note as what it is: a note`],
  },
  AP6: {
    promise: 'requests are denied, expire, and end with their run',
    tests: [
      `${APPROVALS}#without an answer in time a request expires, and nobody can decide it any more`,
      `${APPROVALS}#what a run still asks ends with it`,
    ],
  },
  AP7: {
    promise: 'a request past its time is overdue, and the numbers say so',
    tests: [
      `${APPROVALS}#a request is overdue after its time, and the counts say so`,
      `${API}#a request past its time is counted as overdue until it is decided`,
    ],
  },
  AP8: {
    promise: 'what somebody else submitted is not there',
    tests: [`${HOSTILE}#what somebody else submitted is not there: runs, requests, entries`],
  },
  AP10: {
    promise: 'nobody decides about what he submitted, with whatever role',
    tests: [
      `${APPROVALS}#not who submitted the run, whatever the role`,
      'control/test/actions/actions.test.ts#lets nobody decide about what he asked for in the run of somebody else',
      'control/test/identity/authorize.test.ts#nobody has the right to decide about what he submitted',
      'test/e2e/acceptance/daemon.test.ts#4e: nobody decides about what he submitted himself',
    ],
  },
  AP11b: {
    promise: 'what the engine holds is decided over HTTP, and the engine hears of it',
    tests: [
      'test/e2e/control/engine.test.ts#an exec waits until it is decided over HTTP: once it passes, once it does not',
    ],
  },
  RJ8: {
    promise:
      'a run of the daemon is under the engine: refused, told why, recorded, ended as a whole',
    tests: [
      'test/e2e/control/engine.test.ts#a child of a child is refused, is told why, and it stands in the record',
      'test/e2e/control/engine.test.ts#cancelling ends every process of the run, also what went into a session of its own',
      'test/guest/daemon.ts#daemon',
    ],
  },
  W4: {
    promise:
      'a wrapper bridges: what it prints meets the daemon, what it hides meets the engine, with one answer',
    tests: [
      'test/e2e/control/capabilities.test.ts#a wrapper: what it prints meets the daemon, what it hides meets the engine',
      'test/e2e/acceptance/daemon.test.ts#7: what a wrapper prints meets the daemon, what it hides meets the engine',
    ],
  },
  ID20: {
    promise: 'a governed process reaches nothing that decides about it',
    tests: [
      'test/e2e/control/engine.test.ts#a run reaches neither the daemon’s socket, nor its runner’s, nor what they keep',
    ],
  },
  AP12: {
    promise: 'a person’s reason reaches the one who waits',
    tests: [`${API}#a hold is decided over HTTP, by somebody else, once, and the reason arrives`],
  },
  AP14: {
    promise: 'webhooks tell of requests and decisions, signed and retried',
    tests: [
      'control/test/webhooks/webhooks.test.ts#a receiver that fails is tried again later, with the same id, until it takes it',
    ],
  },
  AU2: {
    promise:
      'each change by a person stands in a record, once, whatever crashes when; the records say all that the store does',
    tests: [
      'control/test/record/journal.test.ts#a crash between the ledger and the store makes no second entry',
      `${RESTART}#what people do after the clock was set back is recorded as what they did before`,
      'control/test/record/rebuild.test.ts#what the store says of runs, actions, requests, agents and tokens follows from the records',
    ],
  },
  AU8: {
    promise: 'a bundle of a run verifies elsewhere, without the daemon',
    tests: [
      'control/test/record/bundle.test.ts#a bundle verifies with nothing but itself and the key, and not after an edit',
    ],
  },
  AU10: {
    promise: 'a sink gets every line in order, again after a failure, with credentials and TLS',
    tests: [
      'control/test/sinks/sink.test.ts#a receiver gets every line as it stands in the record, in order, and each once',
      'control/test/sinks/sink.test.ts#what is not taken comes again, in order: not after a 503, a redirect, or without an answer',
      'control/test/sinks/sink.test.ts#a delivery has the credentials of now, and a signature',
      'control/test/sinks/sink.test.ts#a long backlog is sent in pieces, each within its limits',
      'control/test/sinks/daemon.test.ts#a receiver that never answers holds nothing up',
      'control/test/sinks/daemon.test.ts#readiness tells of a sink that fails: degraded, or not ready where it is required',
      'control/test/sinks/daemon.test.ts#a receiver is believed by the certificate that was given for it',
      'control/test/sinks/daemon.test.ts#what is recorded does not cross a network in the clear',
      'control/test/sinks/ocsf.test.ts',
    ],
  },
  AU27: {
    promise:
      'what is recorded streams off the machine, and how far behind a receiver is can be seen',
    tests: [
      'control/test/sinks/daemon.test.ts#what people do and what agents do reaches a receiver that was down first, line for line',
    ],
  },
  ID1: {
    promise: 'the bootstrap token is private, makes one admin token, and ends with it',
    tests: [
      `${TOKENS}#the bootstrap token is private, made once, and ends with the first admin token`,
    ],
  },
  ID2: {
    promise: 'every request needs a token, and every character of it counts',
    tests: [`${TOKENS}#every character of a token counts`],
  },
  ID5: {
    promise: 'a token’s secret is shown once and kept as a hash',
    tests: [`${TOKENS}#a token is shown once and kept as a hash`],
  },
  ID6: {
    promise: 'tokens expire, are revoked, and are rotated with an overlap',
    tests: [
      `${TOKENS}#a token ends by its expiry, by revocation, and by rotation after the overlap`,
      `${RESTART}#a clock that was set back while no daemon ran makes no token good again`,
      `${HOSTILE}#a stream at %s ends with its token, and tells nothing more`,
    ],
  },
  ID12: {
    promise: 'every route and every role agree with the table of rights',
    tests: [
      'control/test/http/rights.test.ts#every route and every role: refused for the right, or for something else',
    ],
  },
  ID18: {
    promise: 'the socket knows its peer: another user and a governed process have no rights',
    tests: [
      'test/e2e/control/peers.test.ts#another user is told apart from ours',
      'test/e2e/control/peers.test.ts#a governed process has no rights at the daemon, whatever token it has: %s',
      'control/test/http/peer.test.ts#a peer that may not has no rights with an administrator’s token, and is told why',
      'control/test/http/peer.test.ts#a peer that cannot be told is refused',
    ],
  },
  OP1: {
    promise:
      'the store needs no set-up and survives crashes and power cuts with all that was acknowledged',
    tests: [
      'control/test/store/power-cut.test.ts#after a power cut the store has every acknowledged commit, and none by half',
      'control/test/store/power-cut.test.ts#what was not acknowledged may have reached the disk in any order, and is there whole or not',
      `${STORE}#a database without its end is refused, whatever is missing`,
      `${STORE}#a full disk is a typed error, keeps what was acknowledged, and passes`,
      'control/test/store/group-commit.test.ts#changes that come together go to the disk together, and each is there when it is said',
      'control/test/daemon/full-disk.test.ts#on a full file system nothing is acknowledged that is not kept, and it passes',
      'control/test/daemon/full-disk.test.ts#on a file system that cannot be written the daemon does not start, and later it does',
      `${RESTART}#a daemon whose database lost its end does not start, and starts with the whole one`,
    ],
  },
  OP5: {
    promise: 'a step of the schema that fails leaves the store at the version before it',
    tests: [`${STORE}#a step that fails leaves the store at the version before it`],
  },
  OP13: {
    promise: 'past its limits the daemon refuses quickly, and health goes on',
    tests: [
      'control/test/http/refusals.test.ts#past its limit of requests the daemon refuses more at once, and goes on after',
      'control/test/http/refusals.test.ts#while the daemon refuses more work its health is told, and then it goes on',
      'control/test/http/refusals.test.ts#agents that wait for a person leave room for the answer',
    ],
  },
  OP14: {
    promise: 'guessing tokens is slowed down without locking out who has one',
    tests: [`${TOKENS}#guessing is slowed down, and does not lock out who has a token`],
  },
  OP15: {
    promise: 'health needs no token and tells nothing of the machine',
    tests: [`${API}#health and readiness need no token, and say nothing of the machine`],
  },
  OP16: {
    promise: 'readiness is 503 while store, record or engine is missing, and says which',
    tests: [
      `${API}#without its engine reind runs and is not ready, and says which part`,
      'control/test/daemon/readiness.test.ts#a store that takes no writes is not ready, and is again when it does',
      'control/test/daemon/readiness.test.ts#a record that takes no entries is not ready',
    ],
  },
  OP17: {
    promise: 'numbers for Prometheus, under our names and Guardplane’s, for those with the right',
    tests: [`${API}#metrics need a token, and count under our names and theirs`],
  },
  OP29b: {
    promise:
      'the systemd unit is valid, its command is in the package, and stopping it ends no run',
    tests: [
      'test/e2e/installed.test.ts#brings a systemd unit whose command starts it',
      'control/test/daemon/unit.test.ts#the systemd unit is one, and leaves runs alone when it is stopped',
      `${RESTART}#a daemon that is asked to stop leaves runs alone and everything in order`,
    ],
  },
  OP29: {
    promise: 'nothing is served in the clear but on loopback',
    tests: [
      'control/test/http/listen.test.ts#elsewhere than on loopback nothing is served in the clear',
    ],
  },
  OP33: {
    promise:
      'the records lie beside the store and both agree after crashes; one daemon per state directory, and a killed one leaves nothing to clean up',
    tests: [
      `${RESTART}#after each kill the index has every entry of every record, once, as it stands there`,
      'control/test/store/instance-lock.test.ts#the lock of a killed daemon is free at once',
      `${RESTART}#a second daemon on the same state is refused, and says who is there`,
    ],
  },
  AP5: {
    promise:
      'nothing passes ungranted: parallel holds are each decided once, over kills of the daemon, and none is lost',
    tests: [
      'control/test/daemon/many-holds.test.ts',
      'control/test/actions/actions.test.ts#waits for a person, and does what was granted exactly once',
    ],
  },
} as const satisfies Requirements;
