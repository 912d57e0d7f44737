import { hash } from 'node:crypto';
import {
  type CreateToken,
  type IssuedToken,
  OWN_SUBJECTS,
  type RotateToken,
  type Token,
} from '@rein/contract/api';
import type { Selectable, Transaction } from 'kysely';
import type { Clock } from '../clock.js';
import { fault } from '../fault.js';
import { newId } from '../ids.js';
import { note } from '../record/outbox.js';
import { setMeta } from '../store/meta.js';
import type { Tables, TokenTable } from '../store/schema.js';
import type { Db } from '../store/store.js';
import { keepUntilWritten } from '../store/written.js';
import type { Principal } from './principal.js';
import { hashOf, isSecret, mintSecret, prefixOf } from './secret.js';

type Row = Selectable<TokenTable>;

/** Managed tokens: made, listed, rotated, revoked, and recognised. */
export interface Tokens {
  /** Throws `expiry-in-past`, `agent-role-only`, `bootstrap-admin-only`, `no-such-agent`. */
  create(by: Principal, asked: CreateToken): Promise<IssuedToken>;
  list(activeOnly: boolean): Promise<Token[]>;
  /** A new secret for the same rights. Throws `no-such-token`, `token-not-active`. */
  rotate(by: Principal, id: string, asked: RotateToken): Promise<IssuedToken>;
  /** Throws `no-such-token`, `last-admin`. Revoking twice is no fault. */
  revoke(by: Principal, id: string): Promise<Token>;
  /** Whose secret this is, if it is an active token's. */
  recognise(secret: string): Promise<Principal | undefined>;
}

/** When a token was last used is kept to this precision: a write per request would be too many. */
const LAST_USED_STEP_MS = 60_000;
/** Tokens that are remembered by the hash of their secret. */
const KEPT = 1000;

export function createTokens(db: Db, clock: Clock, onFirstAdmin: () => void): Tokens {
  const lastUsed = new Map<string, number>();
  const byHash = keepUntilWritten(db, ['token'], KEPT, (hash) =>
    db.selectFrom('token').selectAll().where('hash', '=', hash).executeTakeFirst(),
  );

  const isActive = (row: Row, now: number): boolean =>
    (row.revoked_at === null || row.revoked_at > now) &&
    (row.expires_at === null || row.expires_at > now);

  const show = (row: Row): Token => ({
    token_id: row.id,
    prefix: row.prefix,
    role: row.role,
    label: row.label,
    principal_type: row.principal_type,
    owner_subject: row.owner_subject,
    ...(row.agent_id === null ? {} : { agent_id: row.agent_id }),
    created_at: row.created_at,
    created_by: row.created_by,
    ...(row.expires_at === null ? {} : { expires_at: row.expires_at }),
    ...(row.revoked_at === null ? {} : { revoked_at: row.revoked_at }),
    ...(row.last_used_at === null ? {} : { last_used_at: row.last_used_at }),
    active: isActive(row, clock.now()),
  });

  const issue = async (
    tx: Transaction<Tables>,
    by: Principal,
    row: Omit<
      Row,
      'id' | 'prefix' | 'hash' | 'created_at' | 'created_by' | 'revoked_at' | 'last_used_at'
    >,
    kind: 'token-created' | 'token-rotated',
    details: Readonly<Record<string, unknown>>,
  ): Promise<IssuedToken> => {
    const secret = mintSecret();
    const made: Row = {
      ...row,
      id: newId(),
      prefix: prefixOf(secret),
      hash: hashOf(secret),
      created_at: clock.now(),
      created_by: by.subject,
      revoked_at: null,
      last_used_at: null,
    };
    await tx.insertInto('token').values(made).execute();
    const { id, prefix, role, label, owner_subject } = made;
    await note(tx, kind, {
      by: by.subject,
      token: id,
      prefix,
      role,
      label,
      owner_subject,
      ...details,
    });
    return { ...show(made), token: secret };
  };

  const find = async (tx: Transaction<Tables>, id: string): Promise<Row> => {
    const row = await tx.selectFrom('token').selectAll().where('id', '=', id).executeTakeFirst();
    if (row === undefined) throw fault('no-such-token', { token: id });
    return row;
  };

  return {
    async create(by, asked) {
      if (by.standing === 'bootstrap' && asked.role !== 'admin') {
        throw fault('bootstrap-admin-only', {});
      }
      const { role, label, principal_type, agent_id } = asked;
      if (agent_id !== undefined && role !== 'run_submitter') throw fault('agent-role-only', {});
      const expires = futureOrNull(asked.expires_at, clock.now());
      const issued = await db.transaction().execute(async (tx) => {
        if (agent_id !== undefined) await requireAgent(tx, agent_id);
        // In the transaction that makes the first admin token: there is no moment with both or none.
        if (role === 'admin') await setMeta(tx, 'bootstrap_over', String(clock.now()));
        const row = {
          role,
          label,
          principal_type,
          owner_subject: asked.owner_subject ?? subjectFrom(label),
          agent_id: agent_id ?? null,
          expires_at: expires,
        };
        return issue(tx, by, row, 'token-created', {});
      });
      if (role === 'admin') onFirstAdmin();
      return issued;
    },

    async list(activeOnly) {
      const rows = await db.selectFrom('token').selectAll().orderBy('id', 'desc').execute();
      const now = clock.now();
      return rows.filter((row) => !activeOnly || isActive(row, now)).map(show);
    },

    async rotate(by, id, asked) {
      const now = clock.now();
      return db.transaction().execute(async (tx) => {
        const old = await find(tx, id);
        if (!isActive(old, now)) throw fault('token-not-active', { token: id });
        const { role, principal_type, owner_subject, agent_id } = old;
        await tx
          .updateTable('token')
          .set({ revoked_at: now + asked.overlap_ms })
          .where('id', '=', id)
          .execute();
        const row = {
          role,
          principal_type,
          owner_subject,
          agent_id,
          label: asked.label ?? old.label,
          expires_at:
            asked.expires_at === undefined ? old.expires_at : futureOrNull(asked.expires_at, now),
        };
        return issue(tx, by, row, 'token-rotated', { replaces: id, overlap_ms: asked.overlap_ms });
      });
    },

    async revoke(by, id) {
      return db.transaction().execute(async (tx) => {
        const now = clock.now();
        const row = await find(tx, id);
        if (row.revoked_at !== null && row.revoked_at <= now) return show(row);
        if (row.role === 'admin' && isActive(row, now)) await requireOtherAdmin(tx, id, now);
        await tx.updateTable('token').set({ revoked_at: now }).where('id', '=', id).execute();
        await note(tx, 'token-revoked', { by: by.subject, token: id });
        return show({ ...row, revoked_at: now });
      });
    },

    async recognise(secret) {
      if (!isSecret(secret)) return undefined;
      // Found by its hash: how long that takes says nothing of a secret that is nearly right.
      const row = await byHash(hashOf(secret));
      const now = clock.now();
      if (row === undefined || !isActive(row, now)) return undefined;
      await touch(db, lastUsed, row, now);
      return {
        standing: row.role,
        subject: row.owner_subject,
        tokenId: row.id,
        ...(row.agent_id === null ? {} : { agentId: row.agent_id }),
      };
    },
  };
}

async function touch(db: Db, lastUsed: Map<string, number>, row: Row, now: number): Promise<void> {
  if (now - (lastUsed.get(row.id) ?? 0) < LAST_USED_STEP_MS) return;
  lastUsed.set(row.id, now);
  try {
    await db.updateTable('token').set({ last_used_at: now }).where('id', '=', row.id).execute();
  } catch {
    // On a full or read-only disk reading must go on; that a token was used is in the log too.
    lastUsed.delete(row.id);
  }
}

async function requireAgent(tx: Transaction<Tables>, agent: string): Promise<void> {
  const found = await tx
    .selectFrom('agent')
    .select('uid')
    .where('agent_id', '=', agent)
    .where('deleted_at', 'is', null)
    .executeTakeFirst();
  if (found === undefined) throw fault('no-such-agent', { agent });
}

async function requireOtherAdmin(tx: Transaction<Tables>, id: string, now: number): Promise<void> {
  const other = await tx
    .selectFrom('token')
    .select('id')
    .where('role', '=', 'admin')
    .where('id', '!=', id)
    .where((eb) => eb.or([eb('revoked_at', 'is', null), eb('revoked_at', '>', now)]))
    // One that expires is not there for good.
    .where('expires_at', 'is', null)
    .executeTakeFirst();
  if (other === undefined) throw fault('last-admin', { token: id });
}

function futureOrNull(time: number | undefined, now: number): number | null {
  if (time === undefined) return null;
  if (time <= now) throw fault('expiry-in-past', {});
  return time;
}

/** Letters and digits that a subject cannot have. */
const FOREIGN = /[^\P{L}a-z]|[^\P{N}0-9]|\p{M}/u;

/**
 * `Ops admin!` → `ops-admin`. What letters of other scripts say is lost, and two people whose names
 * differ in them alone must not become one: `Zoë` → `zo-` and some digits that stand for the name.
 */
function subjectFrom(label: string): string {
  const name = label.normalize('NFC').toLowerCase();
  const made = name
    .replace(/[^a-z0-9@._:+-]+/g, '-')
    .replace(/^[^a-z0-9]+|-+$/g, '')
    .slice(0, 100);
  const subject = made === '' ? 'somebody' : made;
  if (made === '' || FOREIGN.test(name))
    return `${subject}-${hash('sha256', name, 'hex').slice(0, 12)}`;
  return OWN_SUBJECTS.has(subject) ? `${subject}-user` : subject;
}
