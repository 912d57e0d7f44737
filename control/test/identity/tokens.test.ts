import { existsSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createAuthenticator } from '../../src/identity/authenticate.js';
import { ensureBootstrap } from '../../src/identity/bootstrap.js';
import { createTokens } from '../../src/identity/tokens.js';
import { newDaemon } from '../http/daemon.js';
import { faultOf, newStand, notedKinds, principal } from '../stand.js';

const admin = principal('admin', 'ada');
const human = { principal_type: 'human' as const };

async function newDesk() {
  const stand = await newStand();
  const path = join(stand.directory, 'bootstrap-token');
  const tokens = createTokens(stand.db, stand.clock, () => rmSync(path, { force: true }));
  return { ...stand, path, tokens, authenticator: createAuthenticator(stand.db, tokens) };
}

test('the bootstrap token is private, made once, and ends with the first admin token', async () => {
  const { db, path, tokens, authenticator } = await newDesk();
  expect(await ensureBootstrap(db, path)).toBe(true);
  expect(statSync(path).mode & 0o777).toBe(0o600);
  const header = `Bearer ${readFileSync(path, 'utf8').trim()}`;
  await ensureBootstrap(db, path);
  expect(`Bearer ${readFileSync(path, 'utf8').trim()}`).toBe(header);

  const bootstrap = await authenticator.identify(header, 'peer');
  expect(bootstrap.standing).toBe('bootstrap');
  const asApprover = tokens.create(bootstrap, { role: 'approver', label: 'x', ...human });
  expect(await faultOf(asApprover)).toBe('bootstrap-admin-only');

  await tokens.create(bootstrap, { role: 'admin', label: 'Ops Admin', ...human });
  expect(existsSync(path)).toBe(false);
  expect(await faultOf(authenticator.identify(header, 'peer'))).toBe('bootstrap-over');
  expect(await ensureBootstrap(db, path)).toBe(false);
  expect(existsSync(path)).toBe(false);
});

test('a token is shown once and kept as a hash', async () => {
  const { db, tokens, authenticator } = await newDesk();
  const made = await tokens.create(admin, { role: 'auditor', label: 'Ops Audit!', ...human });
  expect(made.owner_subject).toBe('ops-audit');
  const stored = JSON.stringify([
    await db.selectFrom('token').selectAll().execute(),
    await db.selectFrom('outbox').selectAll().execute(),
    await tokens.list(false),
  ]);
  expect(stored).not.toContain(made.token);
  expect(stored).toContain(made.prefix);
  expect(await authenticator.identify(`Bearer ${made.token}`, 'p')).toMatchObject({
    standing: 'auditor',
    subject: 'ops-audit',
  });
});

test.each([
  ['nothing', undefined, 'no-token'],
  ['another scheme', 'Basic cm9vdDpyb290', 'no-token'],
  ['an empty token', 'Bearer ', 'no-token'],
  ['a made-up token', `Bearer rein_${'A'.repeat(43)}`, 'bad-token'],
  ['a token with a line break', 'Bearer rein_x\r\nX-Admin: yes', 'no-token'],
  ['an endless token', `Bearer ${'A'.repeat(5000)}`, 'no-token'],
])('%s is refused', async (_, header, code) => {
  const { authenticator } = await newDesk();
  expect(await faultOf(authenticator.identify(header, 'p'))).toBe(code);
});

test('no two people become one subject, and nobody the daemon', async () => {
  const { ask } = await newDaemon();
  const subjectOf = async (label: string, more: object = {}) => {
    const body = { role: 'approver', label, ...more };
    const { status, json } = await ask('POST', '/v1/auth/tokens', { body });
    return status === 201 ? json.owner_subject : json.errors[0].message;
  };
  expect(await subjectOf('Ops admin!')).toBe('ops-admin');
  // The first letter of the third is another one, that looks the same.
  const names = ['admin', 'Zoë', 'Zoé', 'аdmin', 'Иван', 'Пётр', '!', '٣', '٤'];
  const made = new Map<string, string>();
  for (const name of names) made.set(await subjectOf(name), name);
  expect(made.size).toBe(names.length);
  expect(await subjectOf('Zoe\u0308')).toBe([...made].find(([, name]) => name === 'Zoë')?.[0]);
  for (const name of ['reind', 'REIN', 'bootstrap']) {
    expect(await subjectOf(name)).toBe(`${name.toLowerCase()}-user`);
    const refused = await subjectOf('somebody', { owner_subject: name });
    expect(refused).toBe('that is what reind calls itself');
  }
});

test('every character of a token counts', async () => {
  const { tokens } = await newDesk();
  const { token } = await tokens.create(admin, { role: 'auditor', label: 'x', ...human });
  for (let at = 5; at < token.length; at++) {
    const other = token[at] === 'A' ? 'B' : 'A';
    const changed = token.slice(0, at) + other + token.slice(at + 1);
    expect(await tokens.recognise(changed), `at ${at}`).toBeUndefined();
  }
  expect(await tokens.recognise(token)).toBeDefined();
});

test('a token ends by its expiry, by revocation, and by rotation after the overlap', async () => {
  const { tokens, clock, move } = await newDesk();
  const expiring = await tokens.create(admin, {
    role: 'auditor',
    label: 'x',
    expires_at: clock.now() + 1000,
    ...human,
  });
  const revoked = await tokens.create(admin, { role: 'auditor', label: 'y', ...human });
  const rotated = await tokens.create(admin, { role: 'auditor', label: 'z', ...human });

  expect(await tokens.recognise(expiring.token)).toBeDefined();
  await tokens.revoke(admin, revoked.token_id);
  await tokens.revoke(admin, revoked.token_id);
  expect(await tokens.recognise(revoked.token)).toBeUndefined();

  const fresh = await tokens.rotate(admin, rotated.token_id, { overlap_ms: 1000 });
  expect(await tokens.recognise(rotated.token)).toBeDefined();
  expect(await tokens.recognise(fresh.token)).toMatchObject({ subject: 'z' });
  move(1000);
  expect(await tokens.recognise(expiring.token)).toBeUndefined();
  expect(await tokens.recognise(rotated.token)).toBeUndefined();
  expect(await tokens.recognise(fresh.token)).toBeDefined();
  const again = tokens.rotate(admin, rotated.token_id, { overlap_ms: 0 });
  expect(await faultOf(again)).toBe('token-not-active');
  expect((await tokens.list(true)).map(({ token_id }) => token_id)).toEqual([fresh.token_id]);
});

test('the last admin token cannot be revoked', async () => {
  const { tokens, db } = await newDesk();
  const one = await tokens.create(admin, { role: 'admin', label: 'one', ...human });
  expect(await faultOf(tokens.revoke(admin, one.token_id))).toBe('last-admin');
  await tokens.create(admin, { role: 'admin', label: 'two', ...human });
  expect((await tokens.revoke(admin, one.token_id)).active).toBe(false);
  expect(await notedKinds(db)).toEqual(['token-created', 'token-created', 'token-revoked']);
});

test('guessing is slowed down, and does not lock out who has a token', async () => {
  const { tokens, authenticator } = await newDesk();
  const { token } = await tokens.create(admin, { role: 'auditor', label: 'x', ...human });
  const seen = new Set<string>();
  for (let index = 0; index < 100; index++) {
    const guess = `Bearer rein_${String(index).padStart(43, 'A')}`;
    seen.add(await faultOf(authenticator.identify(guess, 'same')));
  }
  expect([...seen]).toEqual(['bad-token', 'too-many-requests']);
  expect((await authenticator.identify(`Bearer ${token}`, 'same')).standing).toBe('auditor');
});
