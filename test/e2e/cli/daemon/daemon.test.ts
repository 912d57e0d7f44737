import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { newReceiver } from '../../../../control/test/sinks/receiver.js';
import { startRein } from '../../rein.js';
import { jsonLines } from '../place.js';
import { newDaemonPlace, pidOf, placeForDaemon } from './place.js';

it('without a daemon says what to type, and what needs none goes on', async () => {
  const place = placeForDaemon();
  const status = await place.rein(['daemon', 'status']);
  expect([status.code, status.stdout]).toEqual([6, expect.stringContaining('rein daemon start')]);
  for (const args of [
    ['agent', 'list'],
    ['token', 'list'],
    ['whoami'],
    ['logs'],
    ['cancel', 'last'],
    ['run', 'researcher', '--', 'true'],
  ]) {
    const { code, stdout, stderr } = await place.rein(args);
    expect([args, code, stdout]).toEqual([args, 6, '']);
    expect(stderr).toContain('`rein daemon start` starts it');
  }
  expect((await place.rein(['ps'])).stderr).toContain('nothing runs');
  expect((await place.rein(['approvals', '--json'])).stdout).toBe('');
  expect((await place.rein(['daemon', 'stop'])).code).toBe(0);
});

it('starts once, is set up by whoever may read the bootstrap token, and stops', async () => {
  const place = placeForDaemon();
  const started = await place.rein(['daemon', 'start']);
  expect([started.code, started.stderr]).toEqual([0, expect.stringContaining('rein daemon init')]);
  const again = await place.rein(['daemon', 'start']);
  expect([again.code, again.stderr]).toEqual([
    1,
    expect.stringContaining(`process ${pidOf(place)}`),
  ]);

  const bootstrap = join(place.state, 'reind', 'bootstrap-token');
  const secret = readFileSync(bootstrap, 'utf8').trim();
  expect((await place.rein(['daemon', 'init', '--label', 'ada'])).stderr).toContain('you are ada');
  expect(existsSync(bootstrap)).toBe(false);
  expect((await place.rein(['daemon', 'init'])).stderr).toContain('set up already');
  const login = join(place.state, 'reind', 'login.json');
  expect(statSync(login).mode & 0o777).toBe(0o600);
  // The bootstrap token ended with the first admin token.
  const late = await place.rein(['whoami'], { env: { REIN_TOKEN: secret } });
  expect([late.code, late.stderr]).toEqual([5, expect.stringContaining('CTL023')]);

  const status = await place.rein(['daemon', 'status', '--json']);
  expect(JSON.parse(status.stdout)).toMatchObject({
    ...{ running: true, pid: pidOf(place), ready: { ready: true }, you: { subject: 'ada' } },
  });
  expect((await place.rein(['daemon', 'stop'])).code).toBe(0);
  expect((await place.rein(['daemon', 'status'])).code).toBe(6);
});

it('says why it did not start', async () => {
  const place = placeForDaemon({ 'reind.yaml': 'runs: { maximum: 3 }\n' });
  const bad = await place.rein(['daemon', 'start', '--config', 'reind.yaml']);
  expect([bad.code, bad.stderr]).toEqual([125, expect.stringContaining('maximum')]);
  const open = await place.rein(['daemon', 'start', '--listen', '0.0.0.0:0']);
  expect([open.code, open.stderr]).toEqual([125, expect.stringContaining('in the clear')]);
  expect(open.stderr).toContain('help: listen on 127.0.0.1 or [::1], or give a certificate');
  const far = await place.rein(['daemon', 'start', '--listen', '127.0.0.1:70000']);
  expect([far.code, far.stderr]).toEqual([2, expect.stringContaining('`127.0.0.1:8787`')]);
  const half = await place.rein(['daemon', 'start', '--tls-cert', 'x']);
  expect([half.code, half.stderr]).toEqual([2, expect.stringContaining('`--tls-key` is missing')]);
  expect((await place.rein(['daemon', 'start', '--listen', 'nowhere'])).code).toBe(2);
  expect((await place.rein(['daemon', 'status'])).code).toBe(6);
});

it('rein doctor says how the daemon is, and whether its sinks take what is recorded', async () => {
  let status = 503;
  const { url } = await newReceiver(() => status);
  const place = await newDaemonPlace(`sinks: [{ name: siem, url: '${url}', required: true }]\n`);
  const doctor = async () => {
    const { code, stdout } = await place.rein(['doctor', '--json']);
    const about = JSON.parse(stdout).findings.filter(({ topic }: { topic: string }) =>
      ['daemon', 'sink siem'].includes(topic),
    );
    return { code, states: about.map(({ state }: { state: string }) => state), stdout };
  };
  const expected = { timeout: 30_000, interval: 200 };
  await vi.waitFor(
    async () => expect(await doctor()).toMatchObject({ code: 1, states: ['bad', 'bad'] }),
    expected,
  );
  expect((await doctor()).stdout).toMatch(/failed (once|\d+ times in a row); \d+ entries behind/);
  status = 200;
  await vi.waitFor(
    async () => expect(await doctor()).toMatchObject({ code: 0, states: ['good', 'good'] }),
    expected,
  );
  await place.rein(['daemon', 'stop']);
  expect(await doctor()).toMatchObject({ code: 0, states: ['note'] });
});

it('stays in the foreground for whoever watches over it, and ends with its signal', async () => {
  const place = placeForDaemon();
  const args = ['daemon', 'start', '--foreground'];
  const daemon = startRein(args, { cwd: place.project, env: place.env });
  await daemon.see('"msg":"ready"');
  expect((await place.rein(['daemon', 'start'])).code).toBe(1);
  daemon.kill('SIGTERM');
  expect(await daemon.ended).toBe(0);
  expect((await place.rein(['daemon', 'status'])).code).toBe(6);
});

it('takes a token from a private file, a pipe or the environment, and tries it first', async () => {
  const place = await newDaemonPlace();
  const { samFile } = place;
  expect((await place.asSam(['whoami'])).stdout).toMatch(/^sam \(run_submitter\)\n/);
  const token = readFileSync(samFile, 'utf8');
  const piped = await place.rein(['login'], { input: token });
  expect([piped.code, piped.stderr]).toEqual([0, expect.stringContaining('logged in as sam')]);
  expect((await place.rein(['whoami', '--json'])).stdout).toContain('"subject":"sam"');

  const wrong = await place.rein(['login'], { input: `${token.trim().slice(0, -1)}!\n` });
  expect([wrong.code, wrong.stderr]).toEqual([5, expect.stringContaining('CTL021')]);
  // What was kept before is still there.
  expect((await place.rein(['whoami', '--json'])).stdout).toContain('"subject":"sam"');
  expect((await place.rein(['login'], { input: '' })).code).toBe(1);

  chmodSync(samFile, 0o644);
  const open = await place.asSam(['whoami']);
  expect([open.code, open.stderr]).toEqual([1, expect.stringContaining('other users may read it')]);
  expect((await place.rein(['logout'])).stderr).toContain('logged out');
  expect((await place.rein(['whoami'])).stderr).toContain('CLI050');
  const unasked = await place.rein(['approvals']);
  expect(unasked.stderr).toContain('incomplete: reind runs, and there is no token');
});

it('never sends a kept token anywhere else', async () => {
  const place = await newDaemonPlace();
  const elsewhere = await place.rein(['whoami', '--url', 'http://127.0.0.1:9']);
  expect([elsewhere.code, elsewhere.stderr]).toEqual([5, expect.stringContaining('CLI062')]);
  const clear = await place.rein(['whoami', '--url', 'http://rein.example:8787']);
  expect([clear.code, clear.stderr]).toEqual([2, expect.stringContaining('https://')]);
});

it('speaks TCP where it is asked to', async () => {
  const place = await newDaemonPlace('listen: { port: 0 }\n');
  const log = readFileSync(join(place.state, 'reind', 'reind.log'), 'utf8');
  const { tcp } = jsonLines(log).find(({ msg }) => msg === 'ready') ?? {};
  const url = `http://127.0.0.1:${Reflect.get(Object(tcp), 'port')}`;
  expect((await place.asSam(['whoami', '--url', url])).stdout).toContain('sam');
});

const hasOpenssl = spawnSync('openssl', ['version']).status === 0;

it.skipIf(!hasOpenssl)('speaks TLS, and says whose certificate it does not trust', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'rein-tls-'));
  const [cert, key] = [join(folder, 'cert.pem'), join(folder, 'key.pem')];
  execFileSync(
    'openssl',
    [
      ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'],
      ...['-keyout', key, '-out', cert, '-days', '1', '-subj', '/CN=rein'],
      ...['-addext', 'subjectAltName=IP:127.0.0.1'],
    ],
    { stdio: 'ignore' },
  );
  const place = await newDaemonPlace(
    `listen: { port: 0, tls: { cert: '${cert}', key: '${key}' } }\n`,
  );
  const log = readFileSync(join(place.state, 'reind', 'reind.log'), 'utf8');
  const { tcp } = jsonLines(log).find(({ msg }) => msg === 'ready') ?? {};
  const asked = ['whoami', '--url', `https://127.0.0.1:${Reflect.get(Object(tcp), 'port')}`];
  const strange = await place.asSam(asked);
  expect([strange.code, strange.stderr]).toEqual([6, expect.stringContaining('CLI063')]);
  expect(strange.stderr).toContain('NODE_EXTRA_CA_CERTS=FILE');
  const trusted = await place.asSam(asked, { env: { NODE_EXTRA_CA_CERTS: cert } });
  expect(trusted.stdout).toContain('sam (run_submitter)');
});

it('tokens are shown once, rotated and revoked; nobody ends the last admin', async () => {
  const place = await newDaemonPlace();
  const made = await place.rein([
    'token',
    'create',
    '--role',
    'auditor',
    '--label',
    'eve',
    '--expires',
    '30d',
  ]);
  expect(made.code).toBe(0);
  const first = made.stdout.trim();
  const list = async () => jsonLines((await place.rein(['token', 'list', '--json'])).stdout);
  expect(JSON.stringify(await list())).not.toContain(first);
  expect((await place.rein(['token', 'list'])).stdout).not.toContain(first);
  const who = async (token: string) =>
    (await place.rein(['whoami'], { env: { REIN_TOKEN: token } })).code;
  expect(await who(first)).toBe(0);

  const eve = (await list()).find(({ owner_subject }) => owner_subject === 'eve');
  const id = String(eve?.token_id);
  const past = ['token', 'create', '--role', 'auditor', '--label', 'x', '--expires', '2020-01-01'];
  expect((await place.rein(past)).code).toBe(2);
  const second = (await place.rein(['token', 'rotate', id.slice(-6)])).stdout.trim();
  expect([await who(first), await who(second)]).toEqual([5, 0]);
  const active = jsonLines((await place.rein(['token', 'list', '--active', '--json'])).stdout);
  const now = active.find(({ owner_subject }) => owner_subject === 'eve');
  expect((await place.rein(['token', 'revoke', String(now?.token_id)])).code).toBe(0);
  expect(await who(second)).toBe(5);

  // Of two for the same person, the one that goes is to be seen.
  await place.rein(['token', 'create', '--role', 'auditor', '--label', 'kim', '--save', '../kim']);
  const kim = (await list()).find(({ owner_subject }) => owner_subject === 'kim');
  const rotate = ['token', 'rotate', String(kim?.token_id), '--overlap', '60', '--save', '../kim2'];
  expect((await place.rein(rotate)).code).toBe(0);
  const kims = (await place.rein(['token', 'list'])).stdout.match(/^\w+ +kim .*$/gm);
  expect(kims).toEqual([
    ...[expect.stringMatching(/ active$/), expect.stringMatching(/ until \d{4}-/)],
  ]);

  const ada = active.find(({ owner_subject }) => owner_subject === 'ada');
  const last = await place.rein(['token', 'revoke', String(ada?.token_id)]);
  expect([last.code, last.stderr]).toEqual([1, expect.stringContaining('CTL031')]);
  expect((await place.rein(['token', 'revoke', 'NOSUCH'])).code).toBe(4);
  const taken = ['token', 'create', '--role', 'auditor', '--label', 'x', '--save', place.samFile];
  expect((await place.rein(taken)).code).toBe(1);
  expect((await place.asSam(['token', 'list'])).code).toBe(5);
});

it('agents are made, shown, changed and deleted; a token of a deleted agent is none', async () => {
  const place = await newDaemonPlace();
  const named = ['agent', 'create', 'Foo Bar', '--workspace', '.', '--policy', 'rein.yaml'];
  expect(await place.rein(named)).toMatchObject({
    ...{ code: 2, stderr: expect.stringContaining('agent_id: not an agent id') },
  });
  const twice = ['agent', 'create', 'researcher', '--workspace', '.', '--policy', 'rein.yaml'];
  expect((await place.rein(twice)).code).toBe(1);
  expect((await place.rein(['agent', 'list'])).stdout).toContain(`guard  ${place.project}`);
  const digest = async () =>
    JSON.parse((await place.rein(['agent', 'show', 'researcher', '--json'])).stdout).policy_digest;
  const before = await digest();
  writeFileSync(
    place.at('rein.yaml'),
    'version: 1\npolicy: |\n  rule x:\n    block exec "x"\n    because "x"\n',
  );
  expect((await place.rein(['agent', 'update', 'researcher', '--reload'])).code).toBe(0);
  expect(await digest()).not.toBe(before);
  expect((await place.rein(['agent', 'update', 'researcher'])).code).toBe(2);

  const bound = place.at('../bound.token');
  await place.rein([
    ...['token', 'create', '--role', 'run_submitter', '--label', 'ci'],
    ...['--agent', 'researcher', '--save', bound],
  ]);
  const asBound = (args: string[]) => place.rein(args, { env: { REIN_TOKEN_FILE: bound } });
  expect((await asBound(['run', 'researcher', '--', 'true'])).code).toBe(0);
  expect((await place.rein(['agent', 'rm', 'researcher'])).code).toBe(0);
  const late = await asBound(['run', 'researcher', '--', 'true']);
  expect([late.code, late.stderr]).toEqual([5, expect.stringContaining('CTL021')]);
  expect((await place.rein(['run', 'researcher', '--', 'true'])).code).toBe(4);
  expect((await place.rein(['agent', 'list'])).stderr).toContain('rein agent create');
});

it('what its user may do at the daemon is not for a run on a terminal', async () => {
  const place = await newDaemonPlace();
  const folder = join(place.state, 'reind');
  const script = `import socket
for work in (lambda: socket.socket(socket.AF_UNIX).connect("${folder}/reind.sock"), lambda: open("${folder}/login.json")):
    try: work(); print("done")
    except OSError as error: print(error.errno)
`;
  const tried = (rule: string) =>
    place.rein(['run', '--rule', rule, '--', 'python3', '-c', script]).then(({ stdout }) => stdout);
  expect(await tried('rule r: block read "nothing" because "x"')).toBe('1\n1\n');
  // A policy that is not about reading does not make every open slow for this.
  expect(await tried('rule r: block exec "nothing" because "x"')).toBe('1\ndone\n');
  await place.rein(['logout']);
  expect(await tried('rule r: block exec "nothing" because "x"')).toMatch(/^done\n/);
});
