import { appendFileSync, existsSync, readFileSync, symlinkSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import type { ActionName } from '@rein/contract/api';
import { expect, it, onTestFinished } from 'vitest';
import { openBetterSqlite } from '../../src/store/better-sqlite.js';
import { nodeSqlite } from '../../src/store/node-sqlite.js';
import { until } from '../runs/bench.js';
import { newActionBench } from './bench.js';

const POLICY = `
  fs.write:
    - allow: "reports/**"
      max_bytes: 1KiB
    - ask: "src/**"
  fs.read:
    - allow: "**"
  fs.list:
    - allow: ["**", "."]
  fs.delete:
    - allow: "reports/**"
  secrets.read:
    - allow: "real_agent/token"
`;

const openDriver = nodeSqlite() ?? openBetterSqlite;

it('decides, records and performs, in this order', async () => {
  const { act, read, recorded } = await newActionBench(POLICY);
  const written = await act('fs.write', { path: 'reports/deep/a.txt', content: 'ä' });
  expect(written.json).toMatchObject({ decision: 'ALLOW', status: 'done', rule: 'fs.write#1' });
  expect(read('reports/deep/a.txt')).toBe('ä');
  expect((await act('fs.read', { path: 'reports/deep/a.txt' })).json.result.content).toBe('ä');
  expect((await act('fs.list', { path: 'reports' })).json.result.entries).toEqual([
    { name: 'deep', kind: 'folder' },
  ]);
  const denied = await act('fs.write', { path: 'x', content: '' });
  expect(denied.json).toMatchObject({ decision: 'DENY', status: 'denied' });
  expect(await recorded()).toEqual([
    'action fs.write ALLOW',
    'action-result fs.write done',
    'action fs.read ALLOW',
    'action-result fs.read done',
    'action fs.list ALLOW',
    'action-result fs.list done',
    'action fs.write DENY',
    'action-result fs.write denied',
  ]);
});

it('denies every way out of the workspace', async () => {
  const { act, home, workspace, put } = await newActionBench(
    POLICY.replace('"reports/**"', '"**"'),
  );
  put('a/b', 'x');
  symlinkSync('/etc', join(workspace, 'etc'));
  symlinkSync(join(home, 'outside'), join(workspace, 'dangling'));
  for (const path of ['../x', '/etc/passwd', 'a/../../x', 'a/../x', 'etc/x', 'dangling']) {
    const { json } = await act('fs.write', { path, content: 'x' });
    expect([path, json.status]).toEqual([path, 'denied']);
  }
  for (const path of ['etc/passwd', '../capable.yaml', 'a', '.']) {
    const { json } = await act('fs.read', { path });
    expect([path, json.status]).toEqual([path, 'denied']);
  }
  expect(existsSync(join(home, 'x')) || existsSync(join(home, 'outside'))).toBe(false);
});

it('answers to the older name, and refuses what is no action', async () => {
  const { ask, sam, runId, act } = await newActionBench(POLICY);
  const body = { run_id: runId, syscall: 'fs.list', args: { path: '.' } };
  expect((await ask('POST', '/v1/syscall', { token: sam, body })).json.status).toBe('done');
  expect((await act('fs.rite', {})).status).toBe(400);
  // What is recorded of it is cut, and not within a character.
  const command = `${'x'.repeat(4095)}\u{1F600}`;
  expect((await act('proc.spawn', { command })).json.status).toBe('denied');
  const strange = await act('fs.read', { path: 'a', follow: true });
  expect(strange.json.errors[0].path).toBe('args');
  const { json: run } = await ask('POST', `/v1/runs/${runId}/cancel`, { token: sam, body: {} });
  expect(run.status).toBe('CANCELLED');
  expect((await act('fs.list', { path: '.' })).json.code).toBe('CTL046');
});

it('does once what is asked for twice under one key', async () => {
  const { act, put, recorded } = await newActionBench(POLICY);
  put('reports/a', 'x');
  const key = { 'idempotency-key': 'k1' };
  const first = await act('fs.delete', { path: 'reports/a' }, key);
  put('reports/a', 'again');
  const second = await act('fs.delete', { path: 'reports/a' }, key);
  expect([first.json.status, second.json.status]).toEqual(['done', 'done']);
  expect(second.json.action_id).toBe(first.json.action_id);
  expect((await act('fs.delete', { path: 'reports/b' }, key)).json.code).toBe('CTL012');
  expect(await recorded()).toEqual(['action fs.delete ALLOW', 'action-result fs.delete done']);
});

it('denies once what is asked for under one key, and answers the same from memory and from the store', async () => {
  const { act, ask, sam, recorded } = await newActionBench(POLICY);
  const key = { 'idempotency-key': 'k1' };
  const first = await act('fs.write', { path: 'x', content: '' }, key);
  expect(first.json).toMatchObject({ decision: 'DENY', status: 'denied' });
  const view = () => ask('GET', `/v1/actions/${first.json.action_id}`, { token: sam });
  const atOnce = [await act('fs.write', { path: 'x', content: '' }, key), await view()];
  // Reading the record brings the denial into the store, and the next request knows that it is there.
  expect(await recorded()).toEqual(['action fs.write DENY', 'action-result fs.write denied']);
  const later = [await act('fs.write', { path: 'x', content: '' }, key), await view()];
  for (const { json } of [...atOnce, ...later]) expect(json).toEqual(first.json);
  expect((await act('fs.write', { path: 'y', content: '' }, key)).json.code).toBe('CTL012');
  expect(await recorded()).toHaveLength(2);
});

it('waits for a person, and does what was granted exactly once', async () => {
  const { act, ask, read, pat, sam, recorded, workspace } = await newActionBench(POLICY);
  const waiting = await act('fs.write', { path: 'src/a.ts', content: 'one' });
  expect(waiting.status).toBe(202);
  const { request_id, action_id } = waiting.json;
  const { json: request } = await ask('GET', `/v1/approvals/${request_id}`, { token: pat });
  expect(request.asked).toMatchObject({ op: 'fs.write', target: 'src/a.ts' });
  expect(request.asked.preview).toBe('(a new file)\n+one\n\\ no line break at the end');
  expect(existsSync(join(workspace, 'src'))).toBe(false);
  const grant = () => ask('POST', `/v1/approvals/${request_id}/grant`, { token: pat, body: {} });
  const own = await ask('POST', `/v1/approvals/${request_id}/grant`, { token: sam, body: {} });
  expect(own.status).toBe(403);
  const answers = await Promise.all([grant(), grant(), grant()]);
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
  const over = await ask('GET', `/v1/actions/${action_id}?wait_ms=10000`, { token: sam });
  expect(over.json).toMatchObject({ status: 'done', decision: 'REQUIRE_APPROVAL' });
  expect(read('src/a.ts')).toBe('one');
  expect(await recorded()).toEqual([
    'action fs.write REQUIRE_APPROVAL',
    'action-result fs.write done',
  ]);
});

it('lets nobody decide about what he asked for in the run of somebody else', async () => {
  const { ask, runId, tokenOf, pat } = await newActionBench(POLICY);
  const args = { path: 'src/a.ts', content: 'mine' };
  const body = { run_id: runId, capability: 'fs.write', args };
  const { json } = await ask('POST', '/v1/actions', { body });
  const grant = (token?: string) =>
    ask('POST', `/v1/approvals/${json.request_id}/grant`, { body: {}, ...(token && { token }) });
  expect((await grant()).json.code).toBe('CTL062');
  // The same person with another token.
  const too = await tokenOf('approver', 'ada-too', { owner_subject: 'ada' });
  expect((await grant(too)).json.code).toBe('CTL062');
  expect((await grant(pat)).status).toBe(200);
});

it('asks again for what was granted for the run once that grant is past its time', async () => {
  const { act, ask, pat, sam } = await newActionBench(POLICY, '', {
    approvals: { wait_seconds: 1 },
  });
  const again = { path: 'src/a.ts', content: 'one' };
  const { json } = await act('fs.write', again);
  const body = { scope: 'run' };
  await ask('POST', `/v1/approvals/${json.request_id}/grant`, { token: pat, body });
  await ask('GET', `/v1/actions/${json.action_id}?wait_ms=10000`, { token: sam });
  const later = await until(async () => {
    const { json: found } = await act('fs.write', again);
    // At the very moment of its end a grant may be found, and be over when it is used.
    return found.status === 'waiting' && found;
  });
  expect(later.request_id).not.toBe(json.request_id);
});

it('hands out what a person granted, also what is not kept: a secret, and much', async () => {
  const rules = `
  secrets.read:
    - ask: "asked/token"
  fs.read:
    - ask: "**"
`;
  const { act, ask, pat, sam, put, daemonDir } = await newActionBench(rules);
  process.env.ASKED_TOKEN = 'sesame-and-more';
  const granted = async (capability: string, args: object) => {
    const { json } = await act(capability, args);
    await ask('POST', `/v1/approvals/${json.request_id}/grant`, { token: pat, body: {} });
    return (await ask('GET', `/v1/actions/${json.action_id}?wait_ms=10000`, { token: sam })).json;
  };
  const secret = await granted('secrets.read', { scope: 'asked/token' });
  expect(secret).toMatchObject({ status: 'done', result: { value: 'sesame-and-more' } });
  const others = await ask('GET', `/v1/actions/${secret.action_id}`);
  expect([others.json.status, others.json.result]).toEqual(['done', undefined]);
  put('much', 'x'.repeat(500_000));
  const much = await granted('fs.read', { path: 'much' });
  expect(much.result.content).toHaveLength(500_000);
  // Nobody else has it, and it stands nowhere.
  const { text } = await ask('GET', '/v1/audit/events?limit=500');
  expect(text).not.toContain('sesame');
  for (const name of ['store.db', 'store.db-wal']) {
    expect(readFileSync(join(daemonDir, name)).includes('sesame')).toBe(false);
  }
});

it('keeps what an action was asked with for as long as it waits', async () => {
  const { act, ask, pat, sam, daemonDir } = await newActionBench(POLICY);
  const args = (path: string) => ({ path, content: 'what stands in it' });
  await act('fs.write', args('reports/a'), { 'idempotency-key': 'kept' });
  const { json: refused } = await act('fs.write', args('src/no'));
  const { json: granted } = await act('fs.write', args('src/yes'));
  const store = openDriver(join(daemonDir, 'store.db'));
  onTestFinished(() => store.close());
  const kept = () => store.value("select group_concat(args, ';') from action");
  expect(String(kept()).match(/what stands in it/g)).toHaveLength(2);
  await ask('POST', `/v1/approvals/${refused.request_id}/deny`, { token: pat, body: {} });
  await ask('POST', `/v1/approvals/${granted.request_id}/grant`, { token: pat, body: {} });
  for (const { action_id } of [refused, granted]) {
    await ask('GET', `/v1/actions/${action_id}?wait_ms=10000`, { token: sam });
  }
  expect(kept()).toBe('{};{};{}');
});

it('shows a person what is there and what would be, and says what of it is not shown', async () => {
  const { act, ask, pat, put } = await newActionBench('  fs.write:\n    - ask: "**"');
  const shown = async (path: string, content: string, encoding = 'utf8') => {
    const { json } = await act('fs.write', { path, content, encoding });
    const found = await ask('GET', `/v1/approvals/${json.request_id}`, { token: pat });
    return found.json.asked.preview;
  };
  put('a', 'old\n');
  expect(await shown('a', 'new\n')).toBe('-old\n+new');
  expect(await shown('a', 'bmV3Cg==', 'base64')).toBe('(given in base64)\n-old\n+new');
  expect(await shown('a', 'AP8=', 'base64')).toBe('-old\n(base64)\nAP8=');
  // As many lines as there can be: each gets a mark.
  put('lines', '\n'.repeat(50_000));
  const lines = await shown('lines', `a${'\n'.repeat(50_000)}b`);
  expect(lines.length).toBeLessThan(65_536);
  expect(lines).toMatch(/^\(\d+ more characters of the (old|new) content are not shown\)$/m);
  put('large', 'x'.repeat(2 * 1024 * 1024));
  expect(await shown('large', 'small')).toMatch(
    /^\(there is one, which is not shown: .*\)\n\+small\n\\ no line break at the end$/,
  );
  expect((await ask('GET', '/v1/approvals', { token: pat })).json.items).toHaveLength(5);
});

it('says what it does not know when the record takes no outcome, and does nothing twice', async () => {
  let hits = 0;
  let log = '';
  const server = createServer((_, response) => {
    hits += 1;
    // Somebody else writes into the record: it takes nothing any more.
    appendFileSync(log, 'x');
    response.end('done');
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const rules = `  net.fetch:\n    - {allow: "127.0.0.1:${port}", schemes: [http], private: true}`;
  const { act, home, runId } = await newActionBench(rules);
  log = join(home, 'rein', 'runs', runId, 'log.jsonl');
  const key = { 'idempotency-key': 'once' };
  const fetching = () => act('net.fetch', { url: `http://127.0.0.1:${port}/` }, key);
  const first = await fetching();
  expect([first.status, first.json.code, hits]).toEqual([500, 'CTL059', 1]);
  const again = await fetching();
  expect([again.json.status, again.json.reason, hits]).toEqual([
    ...['unknown', expect.stringContaining('not on the record'), 1],
  ]);
});

it('tells the agent why a person said no', async () => {
  const { act, ask, pat, sam } = await newActionBench(POLICY);
  const { json } = await act('fs.write', { path: 'src/a.ts', content: 'one' });
  const body = { reason: 'not on a Friday' };
  await ask('POST', `/v1/approvals/${json.request_id}/deny`, { token: pat, body });
  const over = await ask('GET', `/v1/actions/${json.action_id}?wait_ms=10000`, { token: sam });
  expect(over.json).toMatchObject({ status: 'denied', reason: 'not on a Friday' });
});

it('asks once for what was granted for the whole run', async () => {
  const { act, ask, pat, sam } = await newActionBench(POLICY);
  const again = { path: 'src/a.ts', content: 'one' };
  const { json } = await act('fs.write', again);
  const body = { scope: 'run' };
  await ask('POST', `/v1/approvals/${json.request_id}/grant`, { token: pat, body });
  await ask('GET', `/v1/actions/${json.action_id}?wait_ms=10000`, { token: sam });
  expect((await act('fs.write', again)).json).toMatchObject({ status: 'done' });
  expect((await act('fs.write', { ...again, content: 'two' })).json.status).toBe('waiting');
});

it('hands out a secret, and writes its value nowhere', async () => {
  const { act, ask, sam, runId } = await newActionBench(POLICY);
  process.env.REAL_AGENT_TOKEN = 'hunter2-and-more';
  const key = { 'idempotency-key': 'secret' };
  const { json } = await act('secrets.read', { scope: 'real_agent/token' }, key);
  expect(json.result.value).toBe('hunter2-and-more');
  const events = await ask('GET', `/v1/runs/${runId}/events?limit=500`, { token: sam });
  expect(events.text).toContain('REAL_AGENT_TOKEN');
  expect(events.text).not.toContain('hunter2');
  expect((await ask('GET', `/v1/actions/${json.action_id}`, { token: sam })).text).not.toContain(
    'hunter2',
  );
  expect((await act('secrets.read', { scope: 'other/token' })).json.status).toBe('denied');
});

it('holds what the daemon does to the rules of the policy too', async () => {
  const rules = `policy: |
  rule frozen:
    block write "workspace/reports/final/**"
    because "It was sent already."
  rule careful:
    ask unlink "workspace/reports/**" if SECRET
    because "Look twice."
  source SECRET = file "**/.env"`;
  const { act } = await newActionBench(POLICY, rules);
  expect((await act('fs.write', { path: 'reports/final/a', content: '' })).json).toMatchObject({
    ...{ status: 'denied', rule: 'frozen', reason: 'It was sent already.' },
  });
  expect((await act('fs.write', { path: 'reports/a', content: '' })).json.status).toBe('done');
  // Nobody knows here what the agent has read: it may have been the secret.
  expect((await act('fs.delete', { path: 'reports/a' })).json.status).toBe('waiting');
});

it('hides actions of others', async () => {
  const { act, ask, tokenOf, runId } = await newActionBench(POLICY);
  const { json } = await act('fs.list', { path: '.' }, { 'idempotency-key': 'a' });
  const nothing = await ask('GET', `/v1/actions/${runId}`);
  expect(nothing.json.code).toBe('CTL069');
  const eve = await tokenOf('run_submitter', 'eve');
  expect((await ask('GET', `/v1/actions/${json.action_id}`, { token: eve })).json.code).toBe(
    'CTL045',
  );
  const body = { run_id: runId, capability: 'fs.list', args: { path: '.' } };
  expect((await ask('POST', '/v1/actions', { token: eve, body })).json.code).toBe('CTL045');
});

it('runs a program in the run that asked for it, and hands its output back', async () => {
  const rules = '  proc.spawn:\n    - allow: sh\n      args: ["-c", "**"]\n    - ask: env\n';
  const { act, ask, sam, home, runId, workspace, put } = await newActionBench(`${POLICY}${rules}`);
  const { json } = await act('proc.spawn', { command: 'sh', args: ['-c', 'pwd; exit 3'] });
  expect(json).toMatchObject({ status: 'done', result: { exit_code: 3, status: 'FAILED' } });
  expect(json.result.stdout).toBe(`${home}/workspace\n`);
  const { json: events } = await ask('GET', `/v1/runs/${runId}/events?limit=500`, { token: sam });
  const ended = events.items.find(({ kind }: { kind: string }) => kind === 'action-result');
  expect(ended.entry.summary).toEqual({ run_status: 'FAILED', exit_code: 3 });
  const { json: runs } = await ask('GET', '/v1/runs', { token: sam });
  expect(runs.items.map(({ run_id }: { run_id: string }) => run_id)).toEqual([runId]);
  symlinkSync('/etc', join(workspace, 'etc'));
  put('sub/file', '');
  const from = async (cwd: string) => {
    const asked = await act('proc.spawn', { command: 'sh', args: ['-c', 'pwd -P'], cwd });
    return asked.json.result?.stdout ?? asked.json.status;
  };
  for (const cwd of ['../..', '/etc', 'etc', 'sub/../..', 'sub/file']) {
    expect([cwd, await from(cwd)]).toEqual([cwd, 'denied']);
  }
  expect(await from('sub')).toBe(`${home}/workspace/sub\n`);
  expect((await act('proc.spawn', { command: 'perl' })).json.status).toBe('denied');
  const own = { command: './sh', args: ['-c', 'x'] };
  expect((await act('proc.spawn', own)).json.status).toBe('denied');
  const body = { outcome: 'fail', reason: 'not today' };
  const finished = await ask('POST', `/v1/runs/${runId}/finish`, { token: sam, body });
  expect(finished.json).toMatchObject({ status: 'FAILED', reason: 'not today' });
  const checked = await until(async () => {
    const { json: found } = await ask('GET', `/v1/runs/${runId}/integrity`);
    return found.sealed && found;
  });
  expect(checked.ok).toBe(true);
});

it('ends a run that has no process', async () => {
  const { act, ask, sam, runId } = await newActionBench(POLICY);
  const end = (body: object) => ask('POST', `/v1/runs/${runId}/finish`, { token: sam, body });
  expect((await end({ outcome: 'succeed' })).json.status).toBe('SUCCEEDED');
  expect((await end({ outcome: 'fail' })).json.status).toBe('SUCCEEDED');
  expect((await act('fs.list', { path: '.' })).json.code).toBe('CTL046');
  const command = ['sleep', '30'];
  const body = { agent_id: 'capable', command };
  const { json } = await ask('POST', '/v1/runs', { token: sam, body });
  const other = { token: sam, body: { outcome: 'succeed' } };
  // CTL053: it ends with its process.
  expect((await ask('POST', `/v1/runs/${json.run_id}/finish`, other)).json.code).toBe('CTL053');
  await ask('POST', `/v1/runs/${json.run_id}/cancel`, { token: sam, body: {} });
  const checked = await ask('GET', `/v1/runs/${runId}/integrity`);
  expect(checked.json).toMatchObject({ ok: true, sealed: true });
});

it('says what a policy would say, with the same judge', async () => {
  const { ask, sam } = await newActionBench(POLICY);
  const body = { capability: 'fs.write', resource: 'src/a.ts' };
  const explained = await ask('POST', '/v1/policy/explain/agents/capable', { token: sam, body });
  expect(explained.json).toMatchObject({ decision: 'REQUIRE_APPROVAL', rule: 'fs.write#2' });
  // Each capability can be asked about, as the one thing that it takes.
  for (const [capability, resource] of Object.entries({
    ...{ 'fs.read': 'a', 'fs.write': 'a', 'fs.delete': 'a', 'fs.list': 'a', 'mcp.call': 'a/b' },
    ...{ 'net.fetch': 'https://a.test/', 'net.connect': 'a.test:1', 'proc.spawn': 'ls' },
    'secrets.read': 'a/b',
  } satisfies Record<ActionName, string>)) {
    const asked = { token: sam, body: { capability, resource } };
    const answer = await ask('POST', '/v1/policy/explain/agents/capable', asked);
    const isAllowed = capability === 'fs.read' || capability === 'fs.list';
    expect([capability, answer.json.decision]).toEqual([capability, isAllowed ? 'ALLOW' : 'DENY']);
  }
  const { json } = await ask('GET', '/v1/policy/effective/agents/capable', { token: sam });
  expect(json.rules[0].text).toBe('allow fs.write "reports/**"; at most 1024 bytes');
  expect(json.engine.map(({ rule }: { rule: string }) => rule)).toContain('net.connect');
  const policy = 'version: 1\ncapabilities:\n  fs.read:\n    - deny: "*.pem"\n';
  const asked = { policy, capability: 'fs.read', resource: 'a.pem' };
  const answer = await ask('POST', '/v1/policy/evaluate', { token: sam, body: asked });
  expect(answer.json).toMatchObject({ decision: 'DENY', rule: 'fs.read#1', line: 4 });
  const wrong = { ...asked, policy: policy.replace('deny', 'denny') };
  const refused = await ask('POST', '/v1/policy/evaluate', { token: sam, body: wrong });
  expect([refused.json.code, refused.json.detail]).toEqual([
    ...['CTL042', expect.stringMatching(/line 4|:4:|denny/)],
  ]);
});

it('counts each action once, with what was decided about it', async () => {
  const { act, ask } = await newActionBench(POLICY);
  const key = { 'idempotency-key': 'once' };
  await act('fs.write', { path: 'reports/a', content: 'x' }, key);
  await act('fs.write', { path: 'reports/a', content: 'x' }, key);
  await act('fs.write', { path: 'nowhere', content: 'x' });
  const { text } = await ask('GET', '/metrics');
  for (const name of ['rein_action_seconds', 'guardplane_syscall_latency_seconds']) {
    for (const decision of ['ALLOW', 'DENY']) {
      expect(text).toContain(`${name}_count{capability="fs.write",decision="${decision}"} 1\n`);
    }
  }
});

it('decides about calls of MCP tools, records it, and says that nobody carries them out', async () => {
  const rules = '\n  mcp.call:\n    - allow: browser/open\n    - ask: pay/*\n';
  const { act, ask, recorded } = await newActionBench(rules);
  const call = async (tool: string) => {
    const { json } = await act('mcp.call', { tool, arguments: { url: 'https://example.com/' } });
    return [json.decision, json.status, json.request_id, /no MCP gateway/.test(json.reason)];
  };
  expect(await call('browser/open')).toEqual(['ALLOW', 'failed', undefined, true]);
  expect(await call('browser/close')).toEqual(['DENY', 'denied', undefined, false]);
  // An answer would change nothing, so nobody is asked for one.
  expect(await call('pay/send')).toEqual(['REQUIRE_APPROVAL', 'failed', undefined, true]);
  expect((await ask('GET', '/v1/approvals')).json.items).toEqual([]);
  expect(await recorded()).toEqual([
    ...['action mcp.call ALLOW', 'action-result mcp.call failed'],
    ...['action mcp.call DENY', 'action-result mcp.call denied'],
    ...['action mcp.call REQUIRE_APPROVAL', 'action-result mcp.call failed'],
  ]);
});

it('keeps a run without a process under its policy, and says so', async () => {
  const { ask, home, runId } = await newActionBench(POLICY);
  const body = { policy: join(home, 'capable.yaml') };
  const { status, json } = await ask('POST', `/v1/runs/${runId}/policy`, { body });
  expect([status, json.code]).toEqual([409, 'CTL054']);
  expect(json.detail).toContain('it has no process yet');
  const run = (await ask('GET', `/v1/runs/${runId}`)).json;
  expect([run.status, json.title]).toEqual(['RUNNING', 'policy not swapped']);
});
