import { describe, expect, test } from 'vitest';
import { createApprovals } from '../../src/approvals/approvals.js';
import type { ApprovalRequest } from '../../src/approvals/request.js';
import { LIMITS } from '../../src/limits.js';
import { faultOf, newStand, notedKinds, principal } from '../stand.js';

const DIGEST = 'a'.repeat(64);
const approver = principal('approver', 'anna');

function asking(reference: string, over: Partial<ApprovalRequest> = {}): ApprovalRequest {
  return {
    runId: '01JD3ZK8W0Q4V7X2Y5T6R9B1NC',
    agentId: 'researcher',
    requestedBy: 'sam',
    source: 'action',
    reference,
    digest: DIGEST,
    asked: { op: 'fs.write', target: 'reports/out.txt' },
    expiresAt: 1_700_000_060_000,
    ...over,
  };
}

async function newQueue(slaSeconds?: number) {
  const stand = await newStand();
  const { db, clock, bus } = stand;
  const queue = createApprovals({
    db,
    clock,
    bus,
    ...(slaSeconds === undefined ? {} : { slaSeconds }),
  });
  return { ...stand, queue };
}

test('asking twice is asking once, and the same reference cannot stand for something else', async () => {
  const { queue } = await newQueue();
  const first = await queue.request(asking('one'));
  expect((await queue.request(asking('one'))).request_id).toBe(first.request_id);
  expect(await faultOf(queue.request(asking('one', { digest: 'b'.repeat(64) })))).toBe(
    'wrong-digest',
  );
});

test('a decision carries who, why, and the note as what it is: a note', async () => {
  const { queue, db } = await newQueue();
  const { request_id: id } = await queue.request(asking('one'));
  const decided = await queue.decide(approver, id, 'approve', {
    reason: 'looked at it',
    by: 'the boss',
    scope: 'once',
  });
  expect(decided).toMatchObject({
    status: 'APPROVED',
    decided_by: 'anna',
    note: 'the boss',
    reason: 'looked at it',
    version: 2,
  });
  expect(await notedKinds(db)).toEqual(['approval-approved']);
});

describe('who may decide', () => {
  test('not who submitted the run, whatever the role', async () => {
    const { queue } = await newQueue();
    const { request_id: id } = await queue.request(asking('one'));
    for (const role of ['approver', 'admin'] as const) {
      const own = queue.decide(principal(role, 'sam'), id, 'approve', { scope: 'once' });
      expect(await faultOf(own)).toBe('self-approval');
    }
    expect((await queue.decide(approver, id, 'approve', { scope: 'once' })).status).toBe(
      'APPROVED',
    );
  });

  test.each(['auditor', 'run_submitter', 'policy_author', 'bootstrap', 'run'] as const)(
    'not %s',
    async (standing) => {
      const { queue } = await newQueue();
      const { request_id: id } = await queue.request(asking('one'));
      const decide = queue.decide(principal(standing), id, 'deny', { scope: 'once' });
      expect(await faultOf(decide)).toBe('not-allowed');
      expect((await queue.get(id)).status).toBe('PENDING');
    },
  );
});

test('of many parallel deciders exactly one succeeds, and the record has one decision', async () => {
  const { queue, db } = await newQueue();
  const { request_id: id } = await queue.request(asking('one'));
  const outcomes = await Promise.allSettled(
    Array.from({ length: 50 }, (_, index) =>
      queue.decide(principal('approver', `p${index}`), id, index % 2 === 0 ? 'approve' : 'deny', {
        scope: 'once',
      }),
    ),
  );
  const won = outcomes.filter((outcome) => outcome.status === 'fulfilled');
  expect(won).toHaveLength(1);
  expect(await notedKinds(db)).toHaveLength(1);
  expect((await queue.get(id)).decided_by).toBe(won[0]?.value.decided_by);
});

test('a decision on an old version or another digest is refused', async () => {
  const { queue } = await newQueue();
  const { request_id: id } = await queue.request(asking('one'));
  const stale = queue.decide(approver, id, 'approve', { scope: 'once' }, 7);
  expect(await faultOf(stale)).toBe('changed-meanwhile');
  const other = queue.decide(approver, id, 'approve', { scope: 'once', digest: 'c'.repeat(64) });
  expect(await faultOf(other)).toBe('wrong-digest');
});

describe('a grant', () => {
  test('is used once, also when two try at the same time', async () => {
    const { queue } = await newQueue();
    const { request_id: id } = await queue.request(asking('one'));
    await queue.decide(approver, id, 'approve', { scope: 'once' });
    const uses = await Promise.allSettled(Array.from({ length: 20 }, () => queue.use(id, DIGEST)));
    expect(uses.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await faultOf(queue.use(id, DIGEST))).toBe('grant-used');
  });

  test('for the run is used as often as the run asks for the same', async () => {
    const { queue } = await newQueue();
    const { request_id: id } = await queue.request(asking('one'));
    await queue.decide(approver, id, 'approve', { scope: 'run' });
    await queue.use(id, DIGEST);
    expect((await queue.use(id, DIGEST)).used_at).toBeDefined();
    expect(await faultOf(queue.use(id, 'd'.repeat(64)))).toBe('wrong-digest');
  });

  test('is for exactly one action, has its time, and is none before it is given', async () => {
    const { queue, move } = await newQueue();
    const { request_id: id } = await queue.request(asking('one'));
    expect(await faultOf(queue.use(id, DIGEST))).toBe('not-granted');
    await queue.decide(approver, id, 'approve', { scope: 'once' });
    expect(await faultOf(queue.use(id, 'b'.repeat(64)))).toBe('wrong-digest');
    move(60_000);
    expect(await faultOf(queue.use(id, DIGEST))).toBe('grant-expired');
  });

  test('of a hold of the engine cannot be for the whole run', async () => {
    const { queue } = await newQueue();
    const { request_id: id } = await queue.request(asking('1', { source: 'engine' }));
    const wide = queue.decide(approver, id, 'approve', { scope: 'run' });
    expect(await faultOf(wide)).toBe('scope-not-possible');
  });
});

test('without an answer in time a request expires, and nobody can decide it any more', async () => {
  const { queue, move } = await newQueue();
  const { request_id: id } = await queue.request(asking('one'));
  expect(await queue.expireDue()).toBe(0);
  move(60_000);
  // Even before housekeeping came by.
  const late = queue.decide(approver, id, 'approve', { scope: 'once' });
  expect(await faultOf(late)).toBe('already-decided');
  expect(await queue.expireDue()).toBe(1);
  expect(await queue.get(id)).toMatchObject({ status: 'EXPIRED', decided_by: 'reind' });
  expect(await queue.expireDue()).toBe(0);
});

test('a clock that is set back makes nothing valid again', async () => {
  const { queue, move } = await newQueue();
  const { request_id: id } = await queue.request(asking('one'));
  await queue.decide(approver, id, 'approve', { scope: 'once' });
  move(60_000);
  expect(await faultOf(queue.use(id, DIGEST))).toBe('grant-expired');
  move(-3_600_000);
  expect(await faultOf(queue.use(id, DIGEST))).toBe('grant-expired');
});

test('a request is overdue after its time, and the counts say so', async () => {
  const { queue, move } = await newQueue(10);
  const { request_id: id } = await queue.request(asking('one'));
  expect(await queue.counts()).toEqual({ pending: 1, overdue: 0, oldestPendingSeconds: 0 });
  move(10_000);
  expect((await queue.get(id)).overdue).toBe(true);
  expect(await queue.counts()).toEqual({ pending: 1, overdue: 1, oldestPendingSeconds: 10 });
  await queue.decide(approver, id, 'deny', { scope: 'once' });
  expect(await queue.counts()).toEqual({ pending: 0, overdue: 0, oldestPendingSeconds: 0 });
});

describe('a hold of the engine', () => {
  test('waits for delivery once it is decided, and is delivered once', async () => {
    const { queue } = await newQueue();
    const { request_id: id } = await queue.request(asking('1', { source: 'engine' }));
    await queue.decide(approver, id, 'approve', { scope: 'once' });
    expect((await queue.undelivered(10)).map((row) => row.id)).toEqual([id]);
    await queue.delivered(id, 'delivered');
    expect(await queue.undelivered(10)).toEqual([]);
    await queue.delivered(id, 'failed');
    expect((await queue.get(id)).delivery).toBe('delivered');
  });

  test('that was decided at the engine is taken over as it was decided', async () => {
    const { queue } = await newQueue();
    const { request_id: id } = await queue.request(asking('1', { source: 'engine' }));
    const { runId } = asking('1');
    await queue.settle(runId, '1', { input: 'deny', by: 'uid 1000', reason: 'no' });
    expect(await queue.get(id)).toMatchObject({ status: 'DENIED', decided_by: 'uid 1000' });
    await queue.settle(runId, '1', { input: 'approve' });
    expect((await queue.get(id)).status).toBe('DENIED');
    await queue.settle(runId, 'unknown', { input: 'approve' });
  });

  test('that went on with another answer than ours says that ours came too late', async () => {
    const { queue } = await newQueue();
    const { request_id: id } = await queue.request(asking('1', { source: 'engine' }));
    await queue.decide(approver, id, 'approve', { scope: 'once' });
    await queue.settle(asking('1').runId, '1', { input: 'expire' });
    expect(await queue.get(id)).toMatchObject({ status: 'APPROVED', delivery: 'failed' });
  });
});

test('what a run still asks ends with it', async () => {
  const { queue } = await newQueue();
  const one = await queue.request(asking('one'));
  const two = await queue.request(asking('two'));
  await queue.decide(approver, one.request_id, 'approve', { scope: 'once' });
  await queue.closeFor(asking('one').runId, 'cancel', 'the run is over');
  expect((await queue.get(one.request_id)).status).toBe('APPROVED');
  expect((await queue.get(two.request_id)).status).toBe('CANCELLED');
});

test('a run cannot ask for more than a person could answer', async () => {
  const { queue, db } = await newQueue();
  const first = await queue.request(asking('first'));
  const [row] = await db.selectFrom('approval').selectAll().execute();
  if (row === undefined) throw new Error('the first request is not there');
  const more = Array.from({ length: LIMITS.pendingPerRun - 1 }, (_, index) => ({
    ...row,
    ...{ id: `${row.id}-${index}`, reference: `more-${index}` },
  }));
  for (let from = 0; from < more.length; from += 500) {
    await db
      .insertInto('approval')
      .values(more.slice(from, from + 500))
      .execute();
  }
  expect(await faultOf(queue.request(asking('one too many')))).toBe('too-many-pending');
  await queue.decide(approver, first.request_id, 'deny', { scope: 'once' });
  expect((await queue.request(asking('one too many'))).status).toBe('PENDING');
});

test('lists are filtered, paged and scoped', async () => {
  const { queue } = await newQueue();
  for (let index = 0; index < 5; index++) await queue.request(asking(`a${index}`));
  await queue.request(asking('b', { requestedBy: 'eve', agentId: 'other' }));
  const all = { kind: 'all' } as const;
  const first = await queue.list(all, { limit: 4 });
  expect(first.items).toHaveLength(4);
  const rest = await queue.list(all, { limit: 4, cursor: first.next ?? '' });
  expect(rest.items).toHaveLength(2);
  expect(rest.next).toBeUndefined();
  const own = await queue.list({ kind: 'own', subject: 'eve' }, { limit: 10 });
  expect(own.items.map((item) => item.requested_by)).toEqual(['eve']);
  expect((await queue.list(all, { limit: 10, agent_id: 'other' })).items).toHaveLength(1);
  expect((await queue.list(all, { limit: 10, status: 'DENIED' })).items).toEqual([]);
});
