/** What those need who operate agents, against a daemon as it is. */
import { createServer } from 'node:http';
import { expect, it, onTestFinished } from 'vitest';
import { newDaemon } from '../../control/test/http/daemon.js';
import { type Change, changesOf, createClient, ReinFault, ReinUnreachable } from '../src/index.js';

async function bench() {
  const daemon = await newDaemon();
  const { socket, adminToken: token } = daemon;
  return { ...daemon, client: createClient({ socket, token }) };
}

const faultOf = (work: Promise<unknown>) => work.catch((error: unknown) => error);

it('keeps agents, and changes only what was looked at', async () => {
  const { client, workspace, policy } = await bench();
  const made = await client.agents.create({ agent_id: 'one', workspace, policy });
  expect(await client.agents.list()).toEqual([made]);
  const changed = await client.agents.update('one', made.version, { mode: 'strict' });
  expect(changed).toMatchObject({ mode: 'strict', version: made.version + 1 });
  expect(await faultOf(client.agents.remove('one', made.version))).toMatchObject({ status: 412 });
  await client.agents.remove('one', changed.version);
  expect(await faultOf(client.agents.get('one'))).toBeInstanceOf(ReinFault);
});

it('keeps tokens, and says who asks', async () => {
  const { client, socket } = await bench();
  const { identity } = client;
  const made = await identity.createToken({ role: 'auditor', label: 'eve' });
  const eve = createClient({ socket, token: made.token });
  expect(await eve.identity.whoami()).toMatchObject({ subject: 'eve', standing: 'auditor' });
  const fresh = await identity.rotateToken(made.token_id);
  expect(await faultOf(eve.identity.whoami())).toMatchObject({ status: 401 });
  await identity.revokeToken(fresh.token_id);
  const active = await identity.listTokens(true);
  expect(active.map(({ owner_subject }) => owner_subject)).toEqual(['ada']);
  expect(await identity.ready()).toMatchObject({ ready: true });
});

it('starts a run once under a key, lists it, and tells of its end as it comes', async () => {
  const { client, socket, adminToken: token, newAgent } = await bench();
  await newAgent();
  const stop = new AbortController();
  const heard: Change[] = [];
  let run: string | undefined;
  for await (const change of changesOf({ socket, token }, stop.signal)) {
    heard.push(change);
    if (change.kind === 'open') {
      const asked = { agent_id: 'researcher', command: ['true'] };
      run = (await client.startRun(asked, 'key-1')).run_id;
      expect((await client.startRun(asked, 'key-1')).run_id).toBe(run);
    }
    if (change.kind === 'run' && change.status === 'SUCCEEDED') stop.abort();
  }
  expect(heard[0]).toEqual({ kind: 'open' });
  expect(heard.at(-1)).toMatchObject({ kind: 'run', runId: run, status: 'SUCCEEDED' });
  expect((await client.listRuns({ status: 'SUCCEEDED' })).items).toMatchObject([{ run_id: run }]);
  const { items } = await client.runEvents(run ?? '', -1);
  expect(items[0]?.kind).toBe('start');
  expect(items.map(({ kind }) => kind)).toContain('end');
  expect(await client.integrity(run ?? '')).toMatchObject({ ok: true });
});

it('tells an address where nobody is, or somebody else, from a refusal', async () => {
  const none = createClient({ socket: '/nowhere/reind.sock', token: 'x' });
  expect(await faultOf(none.run('x'))).toMatchObject({
    ...{ name: 'ReinUnreachable', address: '/nowhere/reind.sock', message: 'there is no socket' },
  });
  const server = createServer((_, answer) => answer.writeHead(404).end('<html>'));
  onTestFinished(() => void server.close());
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const other = createClient({ url: `http://127.0.0.1:${port}`, token: 'x' });
  const fault = await faultOf(other.run('x'));
  expect(fault).toBeInstanceOf(ReinUnreachable);
  expect(fault).toMatchObject({ message: 'what answers there is not reind' });
});
