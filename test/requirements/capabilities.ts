import type { Requirements } from './requirement.js';

const ACTIONS = 'control/test/actions/actions.test.ts';
const FILES = 'control/test/actions/files.test.ts';
const FETCH = 'control/test/actions/fetch.test.ts';
const BENEATH = 'test/e2e/control/capabilities.test.ts';
const SDK = 'sdk/test/daemon.test.ts';
const LOWER = 'language/test/capabilities/lower.test.ts';

/** What an agent may ask the daemon for, and what of it the engine holds it to (CP, RJ, W). */
export const capabilities: Requirements = {
  CP1: {
    promise: 'what no rule allows is denied, through the daemon and beneath it',
    tests: [
      'language/test/capabilities/evaluate.test.ts#denies everything where nothing is granted',
      `${BENEATH}#guard: what goes around the daemon meets the same answers`,
    ],
  },
  CP3: {
    promise: 'the published schema and the reader agree about which files are well formed',
    tests: ['language/test/capabilities/schema.test.ts#agree on every capability, effect and key'],
  },
  CP5: {
    promise: 'no path leads out of the workspace: not `..`, not an absolute one, not a link',
    tests: [
      `${ACTIONS}#denies every way out of the workspace`,
      `${FILES}#follows no link, in no place of a path`,
    ],
  },
  CP7: {
    promise: 'a folder that is swapped for a link while it is used leads nowhere else',
    tests: [`${FILES}#stays in the workspace while a folder is swapped for a link`],
  },
  CP9: {
    promise: 'a fetch goes where it was judged to go: no rebinding, no redirect past the rules',
    tests: [
      `${FETCH}#does not follow a name to this machine, whatever else it leads to`,
      `${FETCH}#asks a name once: what it leads to the next time is not where it goes`,
      `${FETCH}#decides about each redirect anew`,
      `${FETCH}#fetches over http and https, whatever is allowed, and from nowhere that is not`,
    ],
  },
  CP10: {
    promise:
      'a program that is spawned is in the run: its labels, gates and end; its exit code is recorded',
    tests: [
      `${ACTIONS}#runs a program in the run that asked for it, and hands its output back`,
      `${BENEATH}#what actions start shares the gates and the labels of their run`,
      `${BENEATH}#what was read for a run before it had a process is known to it`,
      `${BENEATH}#what was read for a run counts when its first program starts`,
      `${BENEATH}#a wrapper’s actions carry what it has read itself`,
      `${BENEATH}#a program that an action started ends with the run of the action`,
      `${BENEATH}#a rule of the policy that asks is answered once for a program of an action`,
      `${BENEATH}#strict: what is allowed in an order runs in it, through the daemon`,
      `${BENEATH}#strict: what is allowed up to a size is read through the daemon, and by nobody else`,
      `${BENEATH}#a program that a person granted runs once, and the engine does not ask again`,
    ],
  },
  KE11: {
    promise: 'what an action writes carries what was read for it, to whoever of the run reads it',
    tests: [
      `${BENEATH}#what an action writes carries what the run has read for whoever reads it there`,
      `${BENEATH}#what a wrapper has written for it carries what its line was printed with`,
      `${FILES}#is labelled before there is a byte in it, and is not there if it cannot be`,
    ],
  },
  CP2b: {
    promise:
      'a call of an MCP tool is decided and recorded; as long as nobody carries it out it says so',
    tests: [
      `${ACTIONS}#decides about calls of MCP tools, records it, and says that nobody carries them out`,
    ],
  },
  CP11: {
    promise: 'the value of a secret is in the answer and nowhere else',
    tests: [
      `${ACTIONS}#hands out a secret, and writes its value nowhere`,
      `${LOWER}#says of tools and secrets that the engine sees neither the call nor the value`,
    ],
  },
  CP12: {
    promise:
      'lines of another version, with unknown members or no JSON are refused with their number',
    tests: [
      'sdk/test/lines.test.ts#says what is wrong, and in which line',
      'sdk/test/lines.test.ts#takes no line for another one: bytes that are no UTF-8 are none',
    ],
  },
  CP14: {
    promise: 'every action makes a decision and a result in the record, in order',
    tests: [
      `${ACTIONS}#decides, records and performs, in this order`,
      `${ACTIONS}#waits for a person, and does what was granted exactly once`,
      `${ACTIONS}#says what it does not know when the record takes no outcome, and does nothing twice`,
      'control/test/actions/recover.test.ts#what was under way when the daemon was killed is unknown, and is not done again',
    ],
  },
  CP15: {
    promise: '`rein policy validate` is the one validator: 0, or 1 with path, line and column',
    tests: [
      'test/e2e/cli/policy.test.ts#validate: a good policy is 0, a bad one 1 with its path, line and column',
    ],
  },
  CP17: {
    promise: '`rein policy dry-run` answers without a run, as the daemon would',
    tests: [
      'test/e2e/cli/policy.test.ts#dry-run: ALLOW, REQUIRE_APPROVAL or DENY, with the rule, and nothing is done',
      'test/e2e/cli/daemon/policy.test.ts#what a file says and what the daemon says of its agent is one answer',
    ],
  },
  CP19: {
    promise:
      'what an agent is held to is shown whole: each rule with where it is from, the engine’s too, and what this machine does not enforce',
    tests: [
      'test/e2e/cli/policy.test.ts#effective: rules of the capabilities and of the policy, where each is from, and what is not enforced',
      'test/e2e/cli/daemon/policy.test.ts#what a file says and what the daemon says of its agent is one answer',
    ],
  },
  CP24: {
    promise: 'the examples, with cases, jobs and arguments, come with the package and are tests',
    tests: [
      'test/e2e/cli/init.test.ts#brings whole examples, and replaces nothing that is there',
      'test/e2e/installed.test.ts#brings the examples: policies with their cases, a job',
      'test/examples/quickstart.test.ts',
      'test/examples/examples.test.ts',
    ],
  },
  CP20: {
    promise: 'questions about a policy get the answer that an action would',
    tests: [`${ACTIONS}#says what a policy would say, with the same judge`],
  },
  RJ4: {
    promise: 'a job makes the same events every time',
    tests: [`${SDK}#runs a job: the same events twice, and no step behind a denied one`],
  },
  RJ6: {
    promise: 'a wrapper is held to the policy by what it prints and by what it does',
    tests: [
      `${BENEATH}#a wrapper: what it prints meets the daemon, what it hides meets the engine`,
    ],
  },
  RJ23: {
    promise: 'a line of a wrapper that is no action is reported and not performed',
    tests: [`${SDK}#asks for what a wrapper prints, and for nothing else`],
  },
  W2: {
    promise: 'no lowered answer is wider than that of the daemon; observe refuses nothing',
    tests: [
      `${LOWER}#gives no lowered answer that is wider than that of the daemon`,
      `${BENEATH}#observe: tells, and refuses nothing`,
      `${BENEATH}#strict: nothing runs that is not allowed, and nothing outside is read`,
    ],
  },
};
