import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createAgents } from '../../src/agents/agents.js';
import { createTokens } from '../../src/identity/tokens.js';
import { faultOf, newStand, notedKinds, principal } from '../stand.js';

const admin = principal('admin', 'ada');

async function newDesk() {
  const stand = await newStand();
  const workspace = join(stand.directory, 'workspace');
  const state = join(stand.directory, 'state');
  mkdirSync(workspace);
  mkdirSync(state);
  const policy = join(stand.directory, 'policy.yaml');
  writeFileSync(policy, 'first');
  const agents = createAgents({
    db: stand.db,
    clock: stand.clock,
    stateDirectory: state,
    judge: ({ text }) => (text.includes('broken') ? 'line 1: it is broken' : undefined),
  });
  const asked = { agent_id: 'researcher', workspace, policy, mode: 'guard' as const };
  return { ...stand, agents, asked, workspace, state, policy };
}

test('an agent keeps its policy as it was when it was named', async () => {
  const { agents, asked, policy, db } = await newDesk();
  const made = await agents.create(admin, asked);
  writeFileSync(policy, 'second');
  const kept = await agents.get('researcher');
  expect(kept.policy.text).toBe('first');
  const changed = await agents.update(admin, 'researcher', made.version, { policy });
  expect(changed.policy_digest).not.toBe(made.policy_digest);
  expect((await agents.get('researcher')).policy.text).toBe('second');
  expect(await notedKinds(db)).toEqual(['agent-created', 'agent-updated']);
});

test('an id is one agent at a time, and can be used again', async () => {
  const { agents, asked } = await newDesk();
  const { version } = await agents.create(admin, asked);
  expect(await faultOf(agents.create(admin, asked))).toBe('agent-exists');
  await agents.remove(admin, 'researcher', version);
  expect(await faultOf(agents.get('researcher'))).toBe('no-such-agent');
  expect((await agents.create(admin, asked)).agent_id).toBe('researcher');
  expect(await agents.list()).toHaveLength(1);
});

test('of two changes of the same version one is refused', async () => {
  const { agents, asked } = await newDesk();
  const { version } = await agents.create(admin, asked);
  const changes = await Promise.allSettled([
    agents.update(admin, 'researcher', version, { mode: 'strict' }),
    agents.update(admin, 'researcher', version, { mode: 'observe' }),
  ]);
  expect(changes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
});

test('a token bound to an agent ends with it', async () => {
  const { agents, asked, db, clock } = await newDesk();
  const { version } = await agents.create(admin, asked);
  const tokens = createTokens(db, clock, () => undefined);
  const { token } = await tokens.create(admin, {
    role: 'run_submitter',
    label: 'ci',
    principal_type: 'service_account',
    agent_id: 'researcher',
  });
  expect(await tokens.recognise(token)).toBeDefined();
  await agents.remove(admin, 'researcher', version);
  expect(await tokens.recognise(token)).toBeUndefined();
});

test.each([
  ['a policy that is not there', { policy: '/does/not/exist' }, 'policy-unreadable'],
  ['a policy that is a device', { policy: '/dev/zero' }, 'policy-unreadable'],
  ['a workspace that is not there', { workspace: '/does/not/exist' }, 'workspace-unusable'],
  ['a workspace that is a file', { workspace: '/etc/passwd' }, 'workspace-unusable'],
  ['the root as workspace', { workspace: '/' }, 'workspace-unusable'],
])('%s is refused', async (_, over, code) => {
  const { agents, asked } = await newDesk();
  expect(await faultOf(agents.create(admin, { ...asked, ...over }))).toBe(code);
});

test('a workspace that leads to the state by a link is refused', async () => {
  const { agents, asked, state, directory } = await newDesk();
  const link = join(directory, 'link');
  symlinkSync(state, link);
  expect(await faultOf(agents.create(admin, { ...asked, workspace: link }))).toBe(
    'workspace-unusable',
  );
});

test('a policy that does not check is refused, and says where', async () => {
  const { agents, asked, policy } = await newDesk();
  writeFileSync(policy, 'broken');
  await expect(agents.create(admin, asked)).rejects.toMatchObject({
    code: 'policy-unreadable',
    message: expect.stringContaining('line 1: it is broken'),
  });
});
