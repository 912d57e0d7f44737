import type { Approval, Decide, ListApprovalsQuery } from '@rein/contract/api';
import type { Scope } from '../identity/authorize.js';
import type { Principal } from '../identity/principal.js';
import { type ApprovalRow, showApproval } from './approval-row.js';
import { closeFor, expireDue, type Settlement, settleHold } from './close.js';
import { decideApproval, useGrant } from './decide.js';
import { type ApprovalsOptions, countPending, findApproval } from './desk.js';
import { countQueue, listApprovals, listUndelivered, type QueueCounts } from './look.js';
import { type ApprovalRequest, requestApproval } from './request.js';

/** The one queue of everything that waits for a person. */
export interface Approvals {
  /**
   * Puts a request in the queue, or finds the one with the same reference: asking twice is asking
   * once. Throws `too-many-pending`, and `wrong-digest` if the reference stood for something else.
   */
  request(asked: ApprovalRequest): Promise<Approval>;
  /** Throws `no-such-approval`. */
  get(id: string): Promise<Approval>;
  list(scope: Scope, query: ListApprovalsQuery): Promise<{ items: Approval[]; next?: string }>;
  /**
   * A person's answer. Exactly one of any number of deciders succeeds. Throws `no-such-approval`,
   * `already-decided`, `self-approval`, `not-allowed`, `wrong-digest`, `scope-not-possible`,
   * `changed-meanwhile`.
   */
  decide(
    by: Principal,
    id: string,
    verdict: 'approve' | 'deny',
    answer: Decide,
    version?: number,
  ): Promise<Approval>;
  /**
   * Uses a grant up: to be called before the action, which may be performed only if this returns.
   * Throws `not-granted`, `grant-used`, `grant-expired`, `wrong-digest`.
   */
  use(id: string, digest: string): Promise<Approval>;
  /** Takes over what was decided elsewhere: at the engine's own socket, or by time. */
  settle(runId: string, reference: string, how: Settlement): Promise<void>;
  /** The engine has the answer, or will never have it. */
  delivered(id: string, outcome: 'delivered' | 'failed'): Promise<void>;
  /** Answers of people that the engine does not have yet, oldest first. */
  undelivered(limit: number): Promise<ApprovalRow[]>;
  /** Ends requests past their time. Returns how many. */
  expireDue(): Promise<number>;
  /** Ends what a run still asks, because the run is over; or denies it, after a restart. */
  closeFor(runId: string, input: 'cancel' | 'deny', reason: string): Promise<void>;
  counts(): Promise<QueueCounts>;
  pendingOf(runId: string): Promise<number>;
}

export function createApprovals(options: ApprovalsOptions): Approvals {
  const { db, clock } = options;
  return {
    request: (asked) => requestApproval(options, asked),
    get: async (id) => showApproval(await findApproval(db, id), clock.now()),
    list: (scope, query) => listApprovals(db, clock.now(), scope, query),
    decide: (by, id, verdict, answer, version) =>
      decideApproval(options, by, id, {
        ...{ verdict, answer },
        ...(version === undefined ? {} : { version }),
      }),
    use: (id, digest) => useGrant(options, id, digest),
    settle: (runId, reference, how) => settleHold(options, runId, reference, how),
    async delivered(id, outcome) {
      await db
        .updateTable('approval')
        .set({ delivery: outcome })
        .where('id', '=', id)
        .where('delivery', '=', 'pending')
        .execute();
    },
    undelivered: (limit) => listUndelivered(db, limit),
    expireDue: () => expireDue(options),
    closeFor: (runId, input, reason) => closeFor(options, runId, input, reason),
    counts: () => countQueue(db, clock.now()),
    pendingOf: (runId) => countPending(db, runId),
  };
}
