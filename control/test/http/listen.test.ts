import { execFileSync, spawnSync } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { get } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { listenTcp, listenUnix } from '../../src/http/listen.js';
import { isLoopback } from '../../src/http/loopback.js';
import { readTls } from '../../src/http/tls-files.js';
import { faultOf } from '../stand.js';
import { believe, newDaemon } from './daemon.js';

const NOTHING: Parameters<typeof listenUnix>[0] = Object.create(null);

test('a file that lies where the socket is to be is left alone', async () => {
  const path = join(mkdtempSync(join(tmpdir(), 'rein-listen-')), 'keys');
  writeFileSync(path, 'of somebody');
  expect(await faultOf(listenUnix(NOTHING, path, believe))).toBe('listen-failed');
  expect(readFileSync(path, 'utf8')).toBe('of somebody');
});

test('elsewhere than on loopback nothing is served in the clear', async () => {
  for (const host of ['0.0.0.0', '::', '192.0.2.1', 'localhost', 'example.test', '']) {
    expect(isLoopback(host), host).toBe(false);
    expect(await faultOf(listenTcp(NOTHING, { host, port: 0 }))).toBe('unsafe-listen');
  }
  expect(['127.0.0.1', '127.8.9.1', '::1'].every(isLoopback)).toBe(true);
});

test('a folder that others can enter, or that is a link, holds no socket', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'rein-listen-'));
  chmodSync(folder, 0o755);
  expect(await faultOf(listenUnix(NOTHING, join(folder, 's'), believe))).toBe('unsafe-folder');
  const real = join(folder, 'real');
  mkdirSync(real, { mode: 0o700 });
  symlinkSync(real, join(folder, 'link'));
  expect(await faultOf(listenUnix(NOTHING, join(folder, 'link', 's'), believe))).toBe(
    'unsafe-folder',
  );
});

test('a path that is too long for the address of a socket is refused, not cut', async () => {
  const folder = join(mkdtempSync(join(tmpdir(), 'rein-listen-')), 'd'.repeat(120));
  mkdirSync(folder, { mode: 0o700 });
  expect(await faultOf(listenUnix(NOTHING, join(folder, 'reind.sock'), believe))).toBe(
    'listen-failed',
  );
});

const hasOpenssl = spawnSync('openssl', ['version']).status === 0;

test.skipIf(!hasOpenssl)('TLS on loopback answers with the certificate it was given', async () => {
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
  const listen = { host: '127.0.0.1', port: 0, tls: { cert, key } };
  const { daemon, adminToken } = await newDaemon({ listen });
  const ask = (token: string | undefined) =>
    new Promise<number>((resolve, reject) => {
      const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
      const url = `https://127.0.0.1:${daemon.tcp?.port}/v1/agents`;
      get(url, { ca: readFileSync(cert), headers, agent: false }, (response) => {
        response.resume();
        resolve(response.statusCode ?? 0);
      }).on('error', reject);
    });
  expect(await ask(undefined)).toBe(401);
  expect(await ask(adminToken)).toBe(200);
});

test.skipIf(!hasOpenssl)('a key that does not fit is told before anybody connects', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'rein-tls-'));
  const file = (name: string) => join(folder, name);
  const openssl = (...args: string[]) => execFileSync('openssl', args, { stdio: 'ignore' });
  const curve = ['-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:prime256v1'];
  openssl('genpkey', ...curve, '-out', file('key'));
  openssl('genpkey', ...curve, '-out', file('other'));
  openssl('genpkey', ...curve, '-aes128', '-pass', 'pass:x', '-out', file('locked'));
  openssl('req', '-x509', '-new', '-key', file('key'), '-out', file('cert'), '-subj', '/CN=rein');
  const cert = file('cert');
  expect(readTls({ cert, key: file('key') }).cert).toEqual(readFileSync(cert));
  for (const [key, why] of [
    [file('other'), 'it is not the key of the certificate'],
    [file('locked'), 'it has a passphrase'],
    [file('nothing'), 'no such file or directory'],
    [cert, 'it is no private key as PEM'],
  ] as const) {
    expect(() => readTls({ cert, key }), key).toThrow(`\`${key}\` cannot be used: ${why}`);
  }
});

test('loopback without TLS asks for a token too', async () => {
  const { daemon, adminToken } = await newDaemon({ listen: { port: 0 } });
  const url = `http://127.0.0.1:${daemon.tcp?.port}/v1/agents`;
  expect((await fetch(url)).status).toBe(401);
  const headers = { authorization: `Bearer ${adminToken}` };
  expect((await fetch(url, { headers })).status).toBe(200);
  const asked = { agent_id: 'a', command: ['true'], attached: true };
  const run = await fetch(url.replace('/agents', '/runs'), {
    ...{ method: 'POST', body: JSON.stringify(asked) },
    headers: { ...headers, 'content-type': 'application/json' },
  });
  // Only who could have it from the file system is left what the run is started with.
  expect([run.status, await run.text()]).toEqual([400, expect.stringContaining('Unix socket')]);
});
