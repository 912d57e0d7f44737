import { expect, test } from 'vitest';
import { PERMISSIONS, STANDINGS } from '../../../contract/src/api/rights.js';
import { fault } from '../../src/fault.js';
import { authorize, scopeOf } from '../../src/identity/authorize.js';
import { RIGHTS } from '../../src/identity/rights.js';
import { faultOf, principal } from '../stand.js';

const of = (submittedBy: string, agentId = 'a') => ({
  submittedBy,
  agentId,
  runId: 'r',
  hidden: () => fault('no-such-run', { run: 'r' }),
});

const outcome = (work: () => void): Promise<string> =>
  faultOf(work).catch((error: Error) => error.message.replace('nothing was thrown', 'allowed'));

test('every standing and permission: on nothing, on one’s own, on somebody else’s', async () => {
  for (const standing of STANDINGS) {
    for (const permission of PERMISSIONS) {
      const me = { ...principal(standing, 'me'), ...(standing === 'run' ? { runId: 'r' } : {}) };
      const reach = RIGHTS[standing][permission];
      const got = {
        own: await outcome(() => authorize(me, permission, of('me'))),
        others: await outcome(() => authorize(me, permission, { ...of('you'), runId: 'other' })),
      };
      const expected = {
        none: { own: 'not-allowed', others: 'not-allowed' },
        own: { own: 'allowed', others: 'no-such-run' },
        others: { own: 'self-approval', others: 'allowed' },
        all: { own: 'allowed', others: 'allowed' },
      }[reach];
      expect(got, `${standing} ${permission}`).toEqual(expected);
    }
  }
});

test('nobody has the right to decide about what he submitted', () => {
  for (const standing of STANDINGS) {
    expect(['none', 'others']).toContain(RIGHTS[standing]['approvals:decide']);
  }
});

test('a governed process can ask to act, and nothing else', () => {
  const granted = PERMISSIONS.filter((permission) => RIGHTS.run[permission] !== 'none');
  expect(granted).toEqual(['self:read', 'actions:submit']);
});

test('an auditor changes nothing', () => {
  const granted = PERMISSIONS.filter((permission) => RIGHTS.auditor[permission] !== 'none');
  expect(granted.filter((name) => !/:(read|verify)$/.test(name))).toEqual([]);
});

test('a token bound to an agent sees nothing of another agent', async () => {
  const bound = { ...principal('run_submitter', 'me'), agentId: 'a' };
  expect(await outcome(() => authorize(bound, 'runs:read', of('me', 'a')))).toBe('allowed');
  expect(await outcome(() => authorize(bound, 'runs:read', of('me', 'b')))).toBe('no-such-run');
  expect(scopeOf(bound, 'runs:read')).toEqual({ kind: 'own', subject: 'me', agentId: 'a' });
});
