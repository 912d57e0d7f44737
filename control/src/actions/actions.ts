import type {
  ActionDecision,
  ActionName,
  ActionView,
  Approval,
  Asked,
  Run,
  SubmitAction,
} from '@rein/contract/api';
import { readAction } from '@rein/language';
import type { Approvals } from '../approvals/approvals.js';
import type { Clock } from '../clock.js';
import { fault, reasonOf } from '../fault.js';
import type { Principal } from '../identity/principal.js';
import { newId } from '../ids.js';
import type { RunRecord } from '../record/run-record.js';
import { type RunRow, showRun } from '../runs/run-row.js';
import type { Runs } from '../runs/runs.js';
import type { Db } from '../store/store.js';
import { type ActionRow, createActionStore, showAction } from './action-store.js';
import { digestOf, readArgs, resourceOf } from './asked.js';
import { createDenials } from './denials.js';
import { askedAt } from './denied-rows.js';
import { decisionOf, type Judge, type Judged } from './judge.js';
import type { Judges } from './judges.js';
import { createOneByOne } from './one-by-one.js';
import type { ActionOutcome } from './outcome.js';
import { nobodyFor, type Performer, perform } from './perform/perform.js';
import { findProgram } from './perform/spawn.js';
import { previewOf } from './preview.js';
import { createResults } from './results.js';
import { createWaiters } from './waiters.js';

/** What agents ask the daemon to do. */
export interface Actions {
  /**
   * Decides, records the decision, and performs what is allowed. With a `key`, asking again is asking
   * once. Throws `no-such-run`, `run-over`, `bad-request`, `key-reused`, `record-refused`.
   */
  submit(by: Principal, asked: SubmitAction, key?: string): Promise<ActionView>;
  /** An action under a key or one that waits; with `waitMs`, once it is over if that is sooner. */
  get(by: Principal, id: string, waitMs: number): Promise<ActionView>;
  /** Ends a run without a process. Throws `no-such-run`, `has-process`. */
  finish(
    by: Principal,
    run: string,
    outcome: 'succeed' | 'fail' | 'deny',
    reason: string,
  ): Promise<Run>;
  /** A person decided, or nobody did in time. */
  onDecided(approval: Approval): Promise<void>;
  /** Takes up what an earlier daemon left. */
  recover(): Promise<void>;
  /** Requests that wait for an action to be over. */
  waiting(): number;
}

export interface ActionsOptions {
  readonly db: Db;
  readonly clock: Clock;
  readonly runs: Runs;
  readonly approvals: Approvals;
  readonly judges: Judges;
  readonly performer: Performer;
  /** How long a person is asked where the policy does not say. */
  readonly askSeconds: number;
  readonly workspaceOf: (run: RunRow) => Promise<string>;
  /** An action was decided, and performed if it was allowed. */
  readonly onDone?: (seconds: number, name: ActionName, decision: ActionDecision) => void;
}

interface Draft {
  readonly id: string;
  readonly run: RunRow;
  readonly name: ActionName;
  readonly args: Readonly<Record<string, unknown>>;
  readonly resource: string;
  readonly digest: string;
  readonly by: string;
  readonly key: string | undefined;
  readonly record: RunRecord;
  readonly judge: Judge;
}

/** An action of which it is not known what came. */
interface Lost {
  readonly status: 'unknown';
  readonly reason: string;
}

/** An action whose decision is on the record, with the row that is kept of it if one is. */
interface Decided {
  readonly draft: Draft;
  readonly judged: Judged;
  readonly kept: boolean;
  readonly row: ActionRow;
}

export function createActions(options: ActionsOptions): Actions {
  const { db, clock, runs, approvals, judges, performer } = options;
  const store = createActionStore(db);
  const denials = createDenials(runs.catchUp);
  const oneByOne = createOneByOne();
  const waiters = createWaiters();
  const results = createResults();

  /** The judge of a run, with what the run has met by now. */
  const judgeOf = async (run: RunRow): Promise<Judge> => {
    const judge = await judges.ofRun(run);
    const state = await runs.stateOf(run);
    return { ...judge, judge: (action) => judge.judge(action, state) };
  };

  /** Decides about an action; what cannot be read as one is denied. */
  const judgeDraft = async ({ name, args, judge, run }: Draft): Promise<Judged> => {
    const read = readAction(name, args);
    if (!read.ok) return deniedUnread(read.why);
    const { action } = read;
    if (action.capability !== 'proc.spawn') return judge.judge(action);
    // The rules of the policy go by the file that it is; one that is not there fails when it is its turn.
    const workspace = await options.workspaceOf(run);
    const resolved = await findProgram(action.program, workspace).catch(() => undefined);
    return judge.judge(resolved === undefined ? action : { ...action, resolved });
  };

  /** Puts the decision on the record; the promise is the durability. */
  const recordDecision = async (draft: Draft, judged: Judged): Promise<number> => {
    const { id, name, resource, digest, by, record, key } = draft;
    return record.append('action', {
      ...{ action: id, capability: name, resource, digest, by },
      ...(key === undefined ? {} : { key }),
      ...{ decision: decisionOf(judged.verdict), reason: judged.reason },
      ...(judged.by === undefined ? {} : { rule: judged.by }),
    });
  };

  const recordOutcome = async (draft: Draft, outcome: ActionOutcome | Lost): Promise<void> => {
    const { id, name, record } = draft;
    await record.append('action-result', {
      ...{ action: id, capability: name, outcome: outcome.status },
      ...(outcome.status === 'done' ? { summary: outcome.summary } : { why: outcome.reason }),
    });
  };

  const performNow = async (
    draft: Draft,
    judged: Judged,
    granted: boolean,
  ): Promise<ActionOutcome> => {
    const { run, name, args, judge } = draft;
    const outcome = await perform(performer, {
      ...{ run, name, args, judge, granted, rule: judged.rule },
      workspace: await options.workspaceOf(run),
    });
    try {
      await recordOutcome(draft, outcome);
    } catch (error) {
      throw fault('outcome-not-recorded', { why: reasonOf(error) }, error);
    }
    return outcome;
  };

  /** Asks a person; the row is there before the question is. */
  const ask = async (draft: Draft, row: ActionRow, askMs: number): Promise<ActionRow> => {
    const { run, name, resource, digest, args, id } = draft;
    const asked: Asked = {
      ...{ op: name, target: resource, cwd: run.cwd, because: row.reason },
      ...(row.rule === null ? {} : { rule: row.rule }),
      ...(await previewOf(await options.workspaceOf(run), name, args)),
    };
    const approval = await approvals.request({
      ...{ runId: run.id, agentId: run.agent_id, requestedBy: run.submitted_by },
      ...{ source: 'action', reference: id, digest, asked, expiresAt: clock.now() + askMs },
    });
    return store.change(row, { request_id: approval.request_id });
  };

  const finish = async (row: ActionRow, outcome: ActionOutcome): Promise<ActionRow> => {
    const changed = await store.change(row, {
      status: outcome.status,
      event_seq: row.event_seq,
      args: NO_ARGS,
      ...(outcome.status === 'done'
        ? { result: keptResult(row, outcome) }
        : { reason: outcome.reason }),
    });
    waiters.wake(row.id);
    return changed;
  };

  /** Whatever came of it: nobody can say, and it is not done again. */
  const lose = async (row: ActionRow, reason: string): Promise<void> => {
    await store.change(row, { status: 'unknown', reason, args: NO_ARGS });
    waiters.wake(row.id);
  };

  /** Performs what a person granted: once, whoever asks for it how often. */
  const resume = async (row: ActionRow, requestId: string): Promise<void> => {
    if (!(await store.take(row.id, 'waiting', { status: 'running' }))) return;
    const taken: ActionRow = { ...row, status: 'running' };
    try {
      const outcome = await performGranted(row, requestId);
      if (outcome.status === 'done' && keptResult(row, outcome) === null) {
        results.hold(row.id, outcome);
      }
      await finish(taken, outcome);
    } catch (error) {
      await lose(taken, reasonOf(error));
    }
  };

  /** Throws what kept the outcome from the record: only then it is not known. */
  const performGranted = async (row: ActionRow, requestId: string): Promise<ActionOutcome> => {
    let draft: Draft;
    try {
      draft = await draftOf(row);
    } catch (error) {
      // The run is over: its end is what the record says last.
      return { status: 'failed', reason: reasonOf(error) };
    }
    const undone = async (status: 'denied' | 'failed', reason: string): Promise<ActionOutcome> => {
      await recordOutcome(draft, { status, reason });
      return { status, reason };
    };
    try {
      await approvals.use(requestId, row.digest);
    } catch (error) {
      return undone('failed', reasonOf(error));
    }
    const judged = await judgeDraft(draft);
    if (judged.verdict === 'deny') return undone('denied', judged.reason);
    return performNow(draft, judged, true);
  };

  const draftOf = async (row: ActionRow): Promise<Draft> => {
    const { id, capability: name, resource, digest, by } = row;
    const run = await store.runOf(row.run_id);
    const record = runs.recordOf(run);
    const judge = await judgeOf(run);
    const args = JSON.parse(row.args);
    return { id, name, resource, digest, by, run, record, judge, args, key: undefined };
  };

  const refuse = async (row: ActionRow, reason: string): Promise<void> => {
    const members = { status: 'denied', reason, args: NO_ARGS } as const;
    if (!(await store.take(row.id, 'waiting', members))) return;
    const outcome = { status: 'denied', reason } as const;
    // The run may be over by now: then its end is what the record says last.
    await draftOf(row)
      .then((draft) => recordOutcome(draft, outcome))
      .catch(() => undefined);
    waiters.wake(row.id);
  };

  /** Decides, and puts the decision on the record. */
  const decide = async (draft: Draft): Promise<Decided> => {
    const { id, run, name, args, resource, digest, by, key } = draft;
    const judged = await judgeDraft(draft);
    const { verdict, reason } = judged;
    const nobody = verdict === 'deny' ? undefined : nobodyFor(name);
    const kept = key !== undefined || (verdict === 'ask' && nobody === undefined);
    // Member by member: literals that are spread take V8 ten times as long, and each action comes here.
    const row: ActionRow = {
      id,
      run_id: run.id,
      key: key ?? id,
      digest,
      capability: name,
      resource,
      // Only what waits is asked for again: contents do not gather in the store.
      args: verdict === 'ask' && kept ? JSON.stringify(args) : NO_ARGS,
      decision: decisionOf(verdict),
      status: 'running',
      rule: judged.by ?? null,
      reason,
      request_id: null,
      by,
      event_seq: -1,
      result: null,
      created_at: askedAt(id),
    };
    if (nobody !== undefined) {
      const [event_seq] = await Promise.all([
        recordDecision(draft, judged),
        recordOutcome(draft, nobody),
      ]);
      const failed: ActionRow = { ...row, ...nobody, event_seq };
      if (kept) await store.insert(failed);
      return { draft, judged, kept, row: failed };
    }
    switch (verdict) {
      case 'deny': {
        // Nothing is done between the two entries: they go to the disk together.
        const [event_seq] = await Promise.all([
          recordDecision(draft, judged),
          recordOutcome(draft, { status: 'denied', reason }),
        ]);
        const denied: ActionRow = { ...row, status: 'denied', event_seq };
        // The record has all of it: nobody waits until it is in the store as well.
        if (kept) await denials.add(denied);
        return { draft, judged, kept, row: denied };
      }
      case 'ask': {
        const waiting: ActionRow = { ...row, status: 'waiting' };
        await store.insert(waiting);
        const event_seq = await recordDecision(draft, judged);
        return { draft, judged, kept, row: await store.change(waiting, { event_seq }) };
      }
      case 'allow': {
        // Both are there before anything is done; the number of the entry is kept at the end.
        const [event_seq] = await Promise.all([
          recordDecision(draft, judged),
          kept ? store.insert(row) : undefined,
        ]);
        return { draft, judged, kept, row: { ...row, event_seq } };
      }
      default:
        return verdict satisfies never;
    }
  };

  /** What follows a decision that is on the record. */
  const proceed = async ({ draft, judged, kept, row }: Decided): Promise<ActionView> => {
    const { run, digest, judge, id } = draft;
    if (row.status === 'failed') return showAction(row);
    switch (judged.verdict) {
      case 'deny':
        return showAction(row);
      case 'ask': {
        const standing = await store.grantForRun(run.id, digest, clock.now());
        if (standing !== undefined) {
          const linked = await store.change(row, { request_id: standing });
          await resume(linked, standing);
          return showAction(await store.byId(id), results.of(id));
        }
        const askMs = judge.askTimeoutMs ?? options.askSeconds * 1000;
        return showAction(await ask(draft, row, askMs));
      }
      case 'allow': {
        let outcome: ActionOutcome;
        try {
          outcome = await performNow(draft, judged, false);
        } catch (error) {
          if (kept) await lose(row, reasonOf(error));
          throw error;
        }
        if (kept) await finish(row, outcome);
        return showAction(row, outcome);
      }
      default:
        return judged.verdict satisfies never;
    }
  };

  return {
    async submit(by, asked, key) {
      const beganMs = performance.now();
      const run = await runs.require(by, 'actions:submit', asked.run_id);
      denials.forget(run.id, run.events);
      const { capability: name } = asked;
      const args = readArgs(asked);
      const digest = digestOf(run.id, name, args);
      const begin = async (): Promise<Decided> => {
        const draft: Draft = {
          id: newId(),
          run,
          name,
          args,
          resource: resourceOf(args),
          digest,
          by: by.subject,
          key,
          record: runs.recordOf(run),
          judge: await judgeOf(run),
        };
        return decide(draft);
      };
      const decided =
        key === undefined
          ? await begin()
          : await oneByOne(
              `${run.id} ${key}`,
              async () => denials.byKey(run.id, key) ?? (await store.byKey(run.id, key)) ?? begin(),
            );
      if (!('draft' in decided)) return showAction(requireSame(decided, digest));
      const view = await proceed(decided);
      options.onDone?.((performance.now() - beganMs) / 1000, name, decided.row.decision);
      return view;
    },

    async get(by, id, waitMs) {
      const find = async () => denials.byId(id) ?? (await store.byId(id));
      const waiter = waitMs > 0 ? waiters.enter(id, waitMs) : undefined;
      try {
        const row = await find();
        await runs.require(by, 'actions:submit', row.run_id);
        if (row.status === 'waiting' || row.status === 'running') await waiter?.over;
      } finally {
        waiter?.leave();
      }
      const row = await find();
      // It was granted to who asked, and to nobody else who may look.
      return showAction(row, row.by === by.subject ? results.of(id) : undefined);
    },

    async finish(by, id, outcome, reason) {
      await runs.require(by, 'actions:submit', id);
      await runs.finish(id, outcome, reason);
      await approvals.closeFor(id, 'cancel', 'the run is over');
      return showRun(await store.runOf(id), await approvals.pendingOf(id));
    },

    async onDecided({ source, request_id, status, reason, decided_by }) {
      if (source !== 'action') return;
      const row = await store.byRequest(request_id);
      if (row === undefined) return;
      if (status === 'APPROVED') await resume(row, request_id);
      else if (status !== 'PENDING') {
        await refuse(row, reason ?? `${status.toLowerCase()} by ${decided_by ?? 'nobody'}`);
      }
    },

    waiting: () => waiters.count,

    async recover() {
      for (const row of await store.withStatus('running')) {
        const outcome: Lost = { status: 'unknown', reason: 'reind ended while it was under way' };
        await lose(row, outcome.reason);
        // Nobody waits for it: its runner may have to be found first, and the run may be over.
        void draftOf(row)
          .then((draft) => recordOutcome(draft, outcome))
          .catch(() => undefined);
      }
      for (const row of await store.withStatus('waiting')) {
        if (row.request_id === null) {
          await refuse(row, 'reind ended before a person was asked');
          continue;
        }
        await this.onDecided(await approvals.get(row.request_id));
      }
    },
  };
}

function deniedUnread(why: string): Judged {
  const decision: Judged['decision'] = {
    verdict: 'deny',
    rule: null,
    reason: why,
    applied: [],
    nearMisses: [],
  };
  return { verdict: 'deny', rule: null, reason: why, decision };
}

function requireSame(row: ActionRow, digest: string): ActionRow {
  if (row.digest !== digest) throw fault('key-reused', {});
  return row;
}

/** In the place of arguments that nobody needs any more. */
const NO_ARGS = '{}';

/** Characters of a result that are kept for whoever asks again. */
const KEPT_RESULT = 256 * 1024;

/** Never the value of a secret: whoever needs it again asks for it again. */
function keptResult(row: ActionRow, outcome: Extract<ActionOutcome, { status: 'done' }>) {
  if (row.capability === 'secrets.read') return null;
  const text = JSON.stringify(outcome.result);
  return text.length > KEPT_RESULT ? null : text;
}
