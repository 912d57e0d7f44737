import { createServer, type RequestListener } from 'node:http';
import { type CapabilityAction, createEvaluator, parsePolicyFile } from '@rein/language';
import { expect, it, onTestFinished } from 'vitest';
import type { Judged } from '../../src/actions/judge.js';
import { Refusal } from '../../src/actions/outcome.js';
import { type FetchRequest, fetchBeneath, type Network } from '../../src/actions/perform/fetch.js';

/** A server on loopback; the port it has. */
async function serve(listener: RequestListener): Promise<number> {
  const server = createServer(listener);
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

function judgeOf(rules: string): (action: CapabilityAction) => Judged {
  const { capabilities, diagnostics } = parsePolicyFile(
    `version: 1\ncapabilities:\n  net.fetch:\n${rules}`,
  );
  expect(diagnostics).toEqual([]);
  const evaluator = createEvaluator(capabilities);
  return (action) => {
    const decision = evaluator.decide(action);
    const { verdict, rule, reason } = decision;
    return { verdict, rule, reason, decision };
  };
}

const names = (hosts: Record<string, string[]>): Network & { asked: string[] } => {
  const asked: string[] = [];
  return {
    asked,
    resolve: async (host) => {
      asked.push(host);
      return hosts[host] ?? [];
    },
  };
};
const get = (url: string, more: Partial<FetchRequest> = {}): FetchRequest => ({
  ...{ url, method: 'GET', headers: {}, encoding: 'utf8', ...more },
});
/** Why a fetch was refused; fails if it was not. */
async function refusal(work: Promise<unknown>): Promise<string> {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof Refusal)) throw error ?? new Error('it was done');
  return error.message;
}

it('fetches what is allowed, from the address that was judged', async () => {
  const port = await serve((request, response) => response.end(`hello ${request.headers.host}`));
  const network = names({ 'api.test': ['127.0.0.1'] });
  const judge = judgeOf(`    - {allow: "api.test:${port}", private: true}\n`);
  const outcome = await fetchBeneath(get(`http://api.test:${port}/a`), network, judge);
  expect(outcome).toMatchObject({ status: 'done', result: { body: `hello api.test:${port}` } });
  expect(network.asked).toEqual(['api.test']);
});

it('fetches over http and https, whatever is allowed, and from nowhere that is not', async () => {
  const judge = judgeOf('    - {allow: "**", schemes: [http, https], private: true}\n');
  for (const url of ['file:///etc/passwd', 'ftp://a.test/', 'data:,x', 'gopher://a.test/', 'x']) {
    expect(await refusal(fetchBeneath(get(url), names({}), judge)), url).toMatch(/\w/);
  }
  let hits = 0;
  const port = await serve((_, response) => {
    hits += 1;
    response.end('x');
  });
  const network = names({ 'listed.test': ['127.0.0.1'], 'other.test': ['127.0.0.1'] });
  const one = judgeOf(`    - {allow: "listed.test:${port}", schemes: [http], private: true}\n`);
  for (const url of [`http://other.test:${port}/`, `http://127.0.0.1:${port}/`]) {
    await refusal(fetchBeneath(get(url), network, one));
  }
  expect(hits).toBe(0);
  await fetchBeneath(get(`http://listed.test:${port}/`), network, one);
  expect(hits).toBe(1);
});

it('sends no header that was not given, whatever stands in those that were', async () => {
  const seen: string[] = [];
  const port = await serve((request, response) => {
    seen.push(...request.rawHeaders);
    response.end('x');
  });
  const judge = judgeOf(`    - {allow: "127.0.0.1:${port}", schemes: [http], private: true}\n`);
  const url = `http://127.0.0.1:${port}/`;
  for (const value of ['a\r\nX-Evil: yes', 'a\nX-Evil: yes', 'a\0', 'a\r\n\r\nGET / HTTP/1.1']) {
    const outcome = fetchBeneath(get(url, { headers: { 'x-good': value } }), names({}), judge);
    await expect(outcome, JSON.stringify(value)).rejects.toThrow();
  }
  for (const name of ['Host', 'content-length', 'Transfer-Encoding', 'Proxy-Authorization']) {
    await refusal(fetchBeneath(get(url, { headers: { [name]: '1' } }), names({}), judge));
  }
  expect(seen).toEqual([]);
  await fetchBeneath(get(url, { headers: { 'x-good': 'a b' } }), names({}), judge);
  expect(seen).toContain('x-good');
});

it('does not follow a name to this machine, whatever else it leads to', async () => {
  let hits = 0;
  const port = await serve((_, response) => {
    hits += 1;
    response.end();
  });
  const judge = judgeOf('    - allow: "*.test"\n');
  for (const addresses of [
    ['127.0.0.1'],
    ['93.184.216.34', '127.0.0.1'],
    ['169.254.169.254'],
    ['::1'],
    ['::ffff:10.0.0.1'],
    ['fe80::1'],
    ['64:ff9b::7f00:1'],
    ['no address'],
  ]) {
    const network = names({ 'rebound.test': addresses });
    const why = await refusal(fetchBeneath(get(`http://rebound.test:${port}/`), network, judge));
    expect(why).toMatch(/not a public address|no address/);
  }
  expect(hits).toBe(0);
});

it('asks a name once: what it leads to the next time is not where it goes', async () => {
  const port = await serve((_, response) => response.end('first'));
  let times = 0;
  const network: Network = {
    resolve: async () => {
      times += 1;
      return times === 1 ? ['127.0.0.1'] : ['192.0.2.1'];
    },
  };
  const judge = judgeOf('    - {allow: "api.test", private: true}\n');
  const outcome = await fetchBeneath(get(`http://api.test:${port}/`), network, judge);
  expect(outcome).toMatchObject({ result: { body: 'first' } });
  expect(times).toBe(1);
});

it('decides about each redirect anew', async () => {
  const port = await serve((request, response) => {
    const to: Record<string, string> = {
      '/same': '/end',
      '/other': `http://evil.test:${port}/end`,
      '/file': 'file:///etc/passwd',
      '/literal': `http://127.0.0.1:${port}/end`,
      '/loop': '/loop',
      '/admin': '/private/x',
    };
    const location = to[request.url ?? ''];
    if (location === undefined) response.end(`end ${request.headers.authorization ?? 'bare'}`);
    else response.writeHead(302, { location }).end();
  });
  const network = names({ 'api.test': ['127.0.0.1'], 'evil.test': ['127.0.0.1'] });
  const judge = judgeOf(
    '    - {allow: "api.test", private: true}\n    - {deny: "api.test", paths: "/private/**"}\n',
  );
  const at = (path: string) => fetchBeneath(get(`http://api.test:${port}${path}`), network, judge);
  expect(await at('/same')).toMatchObject({ status: 'done', result: { body: 'end bare' } });
  expect(await refusal(at('/other'))).toContain('no rule of `net.fetch` allows it');
  expect(await refusal(at('/file'))).toContain('`file` is not http or https');
  expect(await refusal(at('/literal'))).toContain('no rule of `net.fetch` allows it');
  expect(await refusal(at('/loop'))).toContain('more than 5 redirects');
  expect(await refusal(at('/admin'))).toContain('`net.fetch#2` denies it');
});

it('keeps credentials from the host it is redirected to', async () => {
  const seen: (string | undefined)[] = [];
  const port = await serve((request, response) => {
    seen.push(request.headers.authorization);
    if (request.url === '/a') {
      response.writeHead(307, { location: `http://b.test:${port}/b` }).end();
    } else response.end();
  });
  const network = names({ 'a.test': ['127.0.0.1'], 'b.test': ['127.0.0.1'] });
  const judge = judgeOf('    - {allow: "*.test", private: true}\n');
  const headers = { Authorization: 'Bearer x' };
  await fetchBeneath(get(`http://a.test:${port}/a`, { headers }), network, judge);
  expect(seen).toEqual(['Bearer x', undefined]);
});

it('reads no more than the rule allows, and sends no header of its own message', async () => {
  const port = await serve((_, response) => {
    response.writeHead(200);
    for (let i = 0; i < 100; i += 1) response.write('x'.repeat(100));
    response.end();
  });
  const network = names({ 'api.test': ['127.0.0.1'] });
  const judge = judgeOf('    - {allow: "api.test", private: true, max_bytes: 1KiB}\n');
  const url = `http://api.test:${port}/`;
  expect(await refusal(fetchBeneath(get(url), network, judge))).toContain('more than 1024 bytes');
  const headers = { Host: 'evil.test' };
  expect(await refusal(fetchBeneath(get(url, { headers }), network, judge))).toContain('`Host`');
  const method = 'CONNECT';
  expect(await refusal(fetchBeneath(get(url, { method }), network, judge))).toContain('`CONNECT`');
});
