import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { HoldEvent, PolicyEvent, RunKind, Tier } from '@rein/contract';
import type { Budgets } from '@rein/contract/api';
import {
  CONTROL_SOCKET,
  decideHold,
  type Engine,
  type EngineMessage,
  FEEDBACK_FILE,
  findEngine,
  followNames,
  holdNumber,
  identify,
  moreNames,
  POLICY_COPY,
  type ProcessIdentity,
  type RunEnd,
  type RunFile,
  type RunNumbers,
  signalProcess,
  startEngine,
  swapPolicy,
  systemLookUp,
  writeRunFile,
} from '@rein/enforce';
import {
  addPolicy,
  entriesOf,
  type FeedbackFile,
  gateOfBudget,
  openFeedbackFile,
  type PreparedPolicy,
  preparePolicy,
  tierFor,
  tiersHere,
  unenforceable,
} from '@rein/govern';
import type { KnownState } from '@rein/language';
import type { Fields, Ledger } from '@rein/ledger';
import { reasonOf } from '../fault.js';
import { LIMITS } from '../limits.js';
import { openRecord as openLedgerOf } from '../record/open-record.js';
import { endTree } from '../runs/end-tree.js';
import { watchBudgets } from './budget-watch.js';
import { listenForDaemon } from './command-socket.js';
import type { Launch } from './launch.js';
import { createMet } from './met.js';
import { createOrders, type Orders } from './orders.js';
import {
  HAS_PROCESS,
  type Outcome,
  type SpawnAsked,
  type Spawned,
  type StopReason,
} from './protocol.js';

/** Past this many bytes waiting for the disk, no more is read from the engine. */
const PENDING_BYTES_MAX = 4 * 1024 * 1024;
const VERSION = '0.1.0';

/** What became of a run; the last entry of its record says the same. */
export interface RunOutcome {
  readonly how: 'empty' | 'failed' | 'denied' | 'refused';
  readonly code?: number;
  readonly why?: string;
}

/** Somebody ended the run before it ended itself. */
interface Stop {
  readonly why: StopReason;
  readonly by: string;
  readonly reason: string;
}

/**
 * One run from its start to the end of its last process. It owns the engine's socketpair and the
 * record, and needs nobody else: a daemon that dies takes no run with it and loses no entry.
 */
export async function performRun(launch: Launch): Promise<RunOutcome> {
  const record = await openRecord(launch);
  try {
    const outcome = await new Run(launch, record).perform();
    await record.close(outcome);
    return outcome;
  } catch (error) {
    const outcome = { how: 'failed', why: reasonOf(error) } as const;
    await record.close(outcome);
    return outcome;
  }
}

/** The record of a run that is being written. */
interface RunRecord {
  readonly ledger: Ledger;
  readonly feedback: FeedbackFile;
  /** Writes down something that nobody waits for; the first failure ends the run. */
  note(kind: RunKind, fields: Fields): void;
  readonly failed: Promise<string>;
  close(outcome: RunOutcome): Promise<void>;
}

async function openRecord(launch: Launch): Promise<RunRecord> {
  const { state, folder, run, policy, continues } = launch;
  const flag = continues ? 'w' : 'wx';
  writeFileSync(join(folder, POLICY_COPY), policy.text, { mode: 0o600, flag });
  const feedback = openFeedbackFile(join(folder, FEEDBACK_FILE));
  const ledger = await openLedgerOf(state, folder, run);
  let fail: (why: string) => void = () => undefined;
  const failed = new Promise<string>((resolve) => {
    fail = resolve;
  });
  const note = (kind: RunKind, fields: Fields): void => {
    ledger.append(kind, fields).catch((error: unknown) => fail(reasonOf(error)));
  };
  return {
    ...{ ledger, feedback, failed, note },
    async close({ how, code, why }) {
      note('end', {
        how,
        ...(code === undefined ? {} : { code }),
        ...(why === undefined ? {} : { why }),
      });
      feedback.close();
      await ledger.close();
    },
  };
}

class Run {
  readonly #launch: Launch;
  readonly #record: RunRecord;
  /** The first; its rules and clauses grow with those of each that came later. */
  readonly #policy: PreparedPolicy;
  #numbers: RunNumbers;
  #policyPath: string;
  readonly #met = createMet();
  readonly #startedAt = new Date().toISOString();
  #tier: Tier | undefined;
  #code: number | undefined;
  #started = false;
  #stop: Stop | undefined;
  #finish: { readonly outcome: Outcome; readonly reason: string } | undefined;
  #orders: Orders | undefined;
  #haveStarted: (orders: Orders) => void = () => undefined;
  readonly #whenStarted = new Promise<Orders>((resolve) => {
    this.#haveStarted = resolve;
  });
  #engine: Engine | undefined;
  #identity: ProcessIdentity | undefined;
  #becomeReady: (tier: Tier) => void = () => undefined;

  constructor(launch: Launch, record: RunRecord) {
    this.#launch = launch;
    this.#record = record;
    this.#policy = prepareFor(launch, launch.policy);
    this.#numbers = this.#policy.numbers;
    this.#policyPath = launch.policy.path;
  }

  async perform(): Promise<RunOutcome> {
    const { folder, key, budgets } = this.#launch;
    const server = await listenForDaemon(folder, key, {
      append: async (kind, fields) =>
        (await this.#record.ledger.append(kind, toFields(fields))).seq,
      stop: (by, reason) => this.#end({ why: 'cancel', by, reason }),
      spawn: (asked) => this.#spawn(asked),
      state: () => this.#stateNow(),
      read: async (path) => (await this.#forLabels())?.read(path),
      label: async (path) => (await this.#forLabels())?.label(path),
      finish: (outcome, reason) => this.#finishWith(outcome, reason),
      swap: (policy, reason) => this.#swap(policy, reason),
    });
    let unwatch: () => void = () => undefined;
    try {
      const tier = await tierFor(this.#policy.program, 'auto', () =>
        tiersHere(this.#launch.engine),
      );
      const engine = this.#startEngine(tier);
      const refused = await this.#prepareStart(engine);
      if (refused !== undefined) return refused;
      unwatch = watchBudgets(budgets, folder, ({ budget, limit }) => {
        const why = budget === 'seconds' ? 'time-out' : 'budget';
        void this.#end({ why, by: 'rein', reason: `more ${budget} than ${limit}` });
      });
      void this.#record.failed.then((why) =>
        this.#end({ why: 'budget', by: 'rein', reason: `the record cannot be written: ${why}` }),
      );
      engine.go();
      return this.#outcome(await engine.ended);
    } finally {
      unwatch();
      server.close();
      server.unref();
    }
  }

  #startEngine(tier: Tier): Engine {
    const { folder, askSeconds, command, cwd, env, engine: named } = this.#launch;
    const timeoutMs = this.#policy.askTimeoutMs;
    const waitSeconds = timeoutMs === null ? askSeconds : Math.ceil(timeoutMs / 1000);
    const engine = startEngine(
      {
        program: named ?? findEngine(),
        runDir: folder,
        ask: { waitSeconds },
        ...{ tier, command, cwd, env, limits: limitsOf(this.#launch.budgets), starter: true },
      },
      (messages) => this.#take(messages),
    );
    this.#engine = engine;
    if (engine.starter !== undefined) {
      const control = join(folder, CONTROL_SOCKET);
      this.#orders = createOrders(engine.starter, env, this.#policy, control);
    }
    this.#identity = identify(engine.pid) ?? { pid: engine.pid, start: '' };
    return engine;
  }

  /** From the engine's start to the moment before the command's; what keeps it from starting. */
  async #prepareStart(engine: Engine): Promise<RunOutcome | undefined> {
    const ready = new Promise<Tier>((resolve) => {
      this.#becomeReady = resolve;
    });
    engine.load(this.#policy.image);
    const first = await Promise.race([ready, engine.ended]);
    if (typeof first !== 'string') return this.#outcome(first);
    this.#tier = first;
    this.#describe({});
    this.#noteStart(first);
    const missing = unenforceable(this.#policy.program, first);
    if (missing.length > 0) {
      engine.stop();
      const [clause] = missing;
      return {
        how: 'refused',
        why: `this machine cannot enforce ${missing.length} clauses, among them \`${clause?.clause.text}\` of ${clause?.rule}`,
      };
    }
    const names = followNames(this.#policy.hostNames, engine.send, systemLookUp, () =>
      moreNames(this.#launch.folder),
    );
    void engine.ended.then(() => names.stop());
    await names.first;
    return undefined;
  }

  #noteStart(tier: Tier): void {
    const { command, cwd, policy, agent, submittedBy, provenance, budgets } = this.#launch;
    const image_digest = createHash('sha256').update(this.#policy.image).digest('hex');
    if (this.#launch.continues) {
      this.#record.note('governed', { tier, image_digest, rein_version: VERSION });
      return;
    }
    this.#record.note('start', {
      ...{ command, cwd, agent, submitted_by: submittedBy },
      ...{ policy: policy.path, policy_digest: policy.digest, tier, image_digest },
      ...{ provenance: toFields(provenance), budgets: toFields(budgets), rein_version: VERSION },
    });
  }

  #take(messages: readonly EngineMessage[]): Promise<void> | undefined {
    const { ledger, feedback, note } = this.#record;
    for (const message of messages) {
      if (message.type === 'ready') this.#becomeReady(message.tier);
      if (message.type === 'started') {
        this.#started = true;
        if (this.#hasCommand()) note('started', { pid: message.pid });
        if (this.#orders !== undefined) this.#haveStarted(this.#orders);
      }
      if (message.type === 'exited') this.#takeExit(message);
      if (message.type === 'event') {
        const { event } = message;
        this.#met.take(event);
        if (event.kind === 'policy') this.#takePolicy(event);
        const tables = { ...this.#policy, tier: this.#tier ?? 'supervisor' };
        if (event.kind === 'hold' && this.#orders?.takeGrant(event)) {
          void this.#approve(event);
          continue;
        }
        for (const { kind, fields } of entriesOf(event, tables)) note(kind, fields);
        if (event.kind === 'gate' && event.gate === gateOfBudget('processes').text) {
          const reason = `more processes than ${this.#launch.budgets.processes}`;
          void this.#end({ why: 'budget', by: 'rein', reason });
        }
        if ((event.kind === 'match' || event.kind === 'guard') && event.feedback !== '') {
          feedback.append(event.feedback);
        }
      }
    }
    return ledger.state().pendingBytes > PENDING_BYTES_MAX ? ledger.room() : undefined;
  }

  #hasCommand(): boolean {
    return this.#launch.command.length > 0;
  }

  #takeExit({ code, status, signal }: Extract<EngineMessage, { type: 'exited' }>): void {
    // Without a command it was the starter, whose end says nothing of the run.
    if (!this.#hasCommand()) return;
    this.#code = code;
    this.#record.note('exited', {
      code,
      ...(status === undefined ? {} : { status }),
      ...(signal === undefined ? {} : { signal }),
    });
    this.#describe({ code });
    if (!this.#launch.actions) this.#engine?.starter?.close();
  }

  /** What came from the engine before the question is taken in first: it is in our socket by now. */
  async #stateNow(): Promise<KnownState> {
    await new Promise((resolve) => setImmediate(resolve));
    await new Promise((resolve) => setImmediate(resolve));
    return this.#met.state();
  }

  /** Says why not, if so. The engine tells when it is done, and that is recorded. */
  async #swap(policy: Launch['policy'], reason: string): Promise<string | undefined> {
    await this.#whenStarted;
    const next = prepareFor(this.#launch, policy, this.#numbers);
    const [missing] = unenforceable(next.program, this.#tier ?? 'supervisor');
    if (missing !== undefined) {
      return `this run cannot enforce \`${missing.clause.text}\`: ${missing.why}`;
    }
    const { path, text } = policy;
    const answer = await swapPolicy(this.#launch.folder, {
      ...{ path, text, reason, image: next.image, hostNames: next.hostNames },
    });
    return answer.ok ? undefined : answer.message;
  }

  #takePolicy(event: PolicyEvent): void {
    addPolicy(this.#policy, event);
    this.#numbers = { ...this.#numbers, labels: event.labels, gates: event.gates };
    this.#policyPath = event.policy;
    this.#describe({});
  }

  async #spawn(asked: SpawnAsked): Promise<Spawned> {
    const orders = await this.#whenStarted;
    return orders.perform(asked);
  }

  /** Who keeps what the run's asking carries; undefined where nothing gives a label. */
  async #forLabels(): Promise<Orders | undefined> {
    const { sources, transforms } = this.#policy.program;
    return sources.length + transforms.length === 0 ? undefined : this.#whenStarted;
  }

  /** The engine asks about what the daemon has answered: it gets the same answer. */
  async #approve({ id }: HoldEvent): Promise<void> {
    const number = holdNumber(id);
    if (number === undefined) return;
    const hold = { id: number, approve: true, reason: 'answered where it was asked for' };
    await decideHold(join(this.#launch.folder, CONTROL_SOCKET), hold).catch(() => undefined);
  }

  /** No more actions: what they left running ends with them. */
  async #finishWith(outcome: Outcome, reason: string): Promise<void> {
    if (!this.#launch.actions) throw new Error(HAS_PROCESS);
    this.#finish ??= { outcome, reason };
    this.#engine?.starter?.close();
    this.#engine?.cancel();
  }

  /**
   * Ends every process of the run. Their engine does, since it knows what has left its parents too; the
   * tree is ended from here only if it does not, with the engine and its keeper at last.
   */
  async #end(stop: Stop): Promise<void> {
    if (this.#stop !== undefined) return;
    this.#stop = stop;
    this.#record.note('stop', { ...stop });
    const identity = this.#identity;
    if (identity === undefined) return;
    if (this.#started) this.#engine?.cancel();
    else this.#engine?.stop();
    const ended = this.#engine?.ended.then(() => true);
    if (await Promise.race([ended, sleep(LIMITS.cancelMs, false, { ref: false })])) return;
    const gone = await endTree(identity, LIMITS.cancelMs);
    if (!gone) signalProcess(identity, 'SIGKILL');
  }

  #outcome(end: RunEnd): RunOutcome {
    const result = this.#resultOf(end);
    if (end.state === 'empty') this.#record.note('counters', { ...end.counters });
    this.#describe({
      // What its actions came to stands in the record; this is about the engine.
      result: { time: new Date().toISOString(), how: end.state, ...whyOf(result) },
    });
    return result;
  }

  #resultOf(end: RunEnd): RunOutcome {
    const known = this.#hasCommand() ? this.#code : 0;
    const code = known === undefined ? {} : { code: known };
    if (end.state !== 'empty') return { how: 'failed', ...code, why: end.fault.message };
    const { outcome = 'succeed', reason: why = '' } = this.#finish ?? {};
    switch (outcome) {
      case 'succeed':
        return { how: 'empty', ...code };
      case 'fail':
        return { how: 'failed', ...code, why };
      case 'deny':
        return { how: 'denied', ...code, why };
      default:
        return outcome satisfies never;
    }
  }

  /** Describes the run for `rein runs` and its like. The record is the evidence, not this. */
  #describe(change: Partial<RunFile>): void {
    const { run, folder, command, cwd } = this.#launch;
    if (this.#tier === undefined || this.#identity === undefined) return;
    writeRunFile(folder, {
      ...{ run, command, cwd, policy: this.#policyPath, started: this.#startedAt },
      ...{ tier: this.#tier, engine: this.#identity },
      ...{ rules: this.#policy.rules, clauses: this.#policy.clauses },
      ...(this.#code === undefined ? {} : { code: this.#code }),
      ...change,
    });
  }
}

/** A policy for the run of a launch; `after`: to take the place of one with these labels and gates. */
function prepareFor(
  launch: Launch,
  { path, text, root }: Launch['policy'],
  after?: RunNumbers,
): PreparedPolicy {
  const { state, folder, sockets, secrets, agent, capabilities, command, budgets, env } = launch;
  const started = { command: command[0] ?? '', path: env.PATH ?? '' };
  return preparePolicy(
    {
      ...{ path, text, root, state, runFolder: folder, sockets, secrets, agent, budgets },
      ...(capabilities === undefined ? {} : { capabilities: { ...capabilities, ...started } }),
    },
    after,
  );
}

/** The budgets that the engine counts, under the names it knows. */
function limitsOf({ writes, connects, processes }: Budgets): Record<string, number> {
  const all = Object.entries({ writes, connects, processes });
  return Object.fromEntries(
    all.flatMap(([name, most]): [string, number][] => (most === undefined ? [] : [[name, most]])),
  );
}

function whyOf({ why }: RunOutcome): { why?: string } {
  return why === undefined ? {} : { why };
}

/** JSON as it came from the daemon, which made it from checked requests. */
function toFields(value: object): Fields {
  return JSON.parse(JSON.stringify(value));
}
