import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createApprovals } from '../../src/approvals/approvals.js';
import { createBus } from '../../src/bus/bus.js';
import { createClock } from '../../src/clock.js';
import type { Principal } from '../../src/identity/principal.js';
import type { openStore } from '../../src/store/store.js';
import { faultOf, newStand, principal } from '../stand.js';

type Db = Awaited<ReturnType<typeof openStore>>['db'];

const START = 1_700_000_000_000;
const REFERENCES = ['r1', 'r2', 'r3'];
const DIGESTS = ['a'.repeat(64), 'b'.repeat(64)];
const LASTS_MS = 60_000;
const RUN = '01JD3ZK8W0Q4V7X2Y5T6R9B1NC';
const people = {
  anna: principal('approver', 'anna'),
  // Who submitted the run has the right to approve, but not here.
  sam: principal('approver', 'sam'),
} satisfies Record<string, Principal>;

/** What is known of one request, said another way than by a table. */
interface Known {
  readonly digest: string;
  readonly expiresAt: number;
  answer?: 'APPROVED' | 'DENIED' | 'EXPIRED' | 'CANCELLED';
  scope?: 'once' | 'run';
  uses: number;
}

class Model {
  readonly requests = new Map<string, Known>();
  /** What the clock of the daemon says: it never goes back. */
  now = START;
  /** What the system's clock says: it may. */
  system = START;
  decisions = 0;
}

interface Real {
  readonly queue: ReturnType<typeof createApprovals>;
  readonly ids: Map<string, string>;
  readonly db: Db;
  /** A run of its own for each history: the store is the same. */
  readonly run: string;
  move(ms: number): void;
}

type Command = fc.AsyncCommand<Model, Real>;

const isOver = (known: Known, now: number) => known.answer !== undefined || known.expiresAt <= now;

function ask(reference: string, digest: string): Command {
  return {
    check: () => true,
    toString: () => `ask ${reference} ${digest[0]}`,
    async run(model, { queue, ids, run }) {
      const known = model.requests.get(reference);
      const expiresAt = model.now + LASTS_MS;
      const asked = queue.request({
        ...{ runId: run, agentId: 'researcher', requestedBy: 'sam', source: 'action' },
        ...{ reference, digest, expiresAt, asked: { op: 'fs.write', target: 'x' } },
      });
      if (known !== undefined && known.digest !== digest) {
        expect(await faultOf(asked)).toBe('wrong-digest');
        return;
      }
      const { request_id: id } = await asked;
      expect(id).toBe(ids.get(reference) ?? id);
      ids.set(reference, id);
      if (known === undefined) model.requests.set(reference, { digest, expiresAt, uses: 0 });
    },
  };
}

function decide(
  reference: string,
  who: keyof typeof people,
  verdict: 'approve' | 'deny',
  scope: 'once' | 'run',
): Command {
  return {
    check: (model) => model.requests.has(reference),
    toString: () => `${who} ${verdict} ${reference} ${scope}`,
    async run(model, { queue, ids }) {
      const known = model.requests.get(reference);
      const decided = queue.decide(people[who], ids.get(reference) ?? '', verdict, { scope });
      if (known === undefined) return;
      if (who === 'sam') expect(await faultOf(decided)).toBe('self-approval');
      else if (isOver(known, model.now)) expect(await faultOf(decided)).toBe('already-decided');
      else {
        known.answer = verdict === 'approve' ? 'APPROVED' : 'DENIED';
        known.scope = scope;
        model.decisions += 1;
        expect((await decided).status).toBe(known.answer);
      }
    },
  };
}

function use(reference: string, digest: string): Command {
  return {
    check: (model) => model.requests.has(reference),
    toString: () => `use ${reference} ${digest[0]}`,
    async run(model, { queue, ids }) {
      const known = model.requests.get(reference);
      if (known === undefined) return;
      const used = queue.use(ids.get(reference) ?? '', digest);
      const may =
        known.digest === digest &&
        known.answer === 'APPROVED' &&
        known.expiresAt > model.now &&
        (known.scope === 'run' || known.uses === 0);
      if (!may) {
        expect(await faultOf(used)).toMatch(
          /^(wrong-digest|not-granted|grant-expired|grant-used)$/,
        );
        return;
      }
      await used;
      known.uses += 1;
    },
  };
}

/** Time goes on, or somebody sets the clock back; then housekeeping comes by. */
function pass(ms: number): Command {
  return {
    check: () => true,
    toString: () => `pass ${ms}`,
    async run(model, { queue, move }) {
      move(ms);
      model.system += ms;
      model.now = Math.max(model.now, model.system);
      await queue.expireDue();
      for (const known of model.requests.values()) {
        if (known.answer !== undefined || known.expiresAt > model.now) continue;
        known.answer = 'EXPIRED';
        model.decisions += 1;
      }
    },
  };
}

const over: Command = {
  check: () => true,
  toString: () => 'the run is over',
  async run(model, { queue, run }) {
    await queue.closeFor(run, 'cancel', 'the run is over');
    for (const known of model.requests.values()) {
      if (known.answer !== undefined) continue;
      known.answer = 'CANCELLED';
      model.decisions += 1;
    }
  },
};

const reference = fc.constantFrom(...REFERENCES);
const digest = fc.constantFrom(...DIGESTS);
const commands = fc.commands(
  [
    fc.tuple(reference, digest).map((given) => ask(...given)),
    fc
      .tuple(
        reference,
        fc.constantFrom('anna' as const, 'anna' as const, 'sam' as const),
        fc.constantFrom('approve' as const, 'approve' as const, 'deny' as const),
        fc.constantFrom('once' as const, 'run' as const),
      )
      .map((given) => decide(...given)),
    fc.tuple(reference, digest).map((given) => use(...given)),
    fc.constantFrom(1, 30_000, 61_000, -3_600_000).map(pass),
    fc.constant(over),
  ],
  { maxCommands: 40 },
);

test('random histories of the queue agree with the model, whatever the clock does', async () => {
  const { db } = await newStand();
  let histories = 0;
  await fc.assert(
    fc.asyncProperty(commands, async (history) => {
      histories += 1;
      const run = `${RUN.slice(0, -5)}${String(histories).padStart(5, '0')}`;
      const model = new Model();
      let system = START;
      const clock = createClock(() => system);
      const queue = createApprovals({ db, clock, bus: createBus() });
      const move = (ms: number): void => {
        system += ms;
      };
      const real: Real = { queue, ids: new Map(), db, run, move };
      await fc.asyncModelRun(() => ({ model, real }), history);
      for (const [name, known] of model.requests) {
        const { status, used_at } = await queue.get(real.ids.get(name) ?? '');
        expect([name, status]).toEqual([name, known.answer ?? 'PENDING']);
        expect(used_at !== undefined).toBe(known.uses > 0);
      }
      // Each decision is noted for the record, once.
      const notes = await db.selectFrom('outbox').select(['kind', 'fields']).execute();
      const decided = notes.filter(
        ({ kind, fields }) => kind !== 'approval-used' && fields.includes(run),
      );
      expect(decided).toHaveLength(model.decisions);
    }),
    { numRuns: process.env.REIN_TEST_FULL ? 500 : 60 },
  );
});
