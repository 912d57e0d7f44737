import { type LookupAddress, lookup } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { type CapabilityAction, isPrivateAddress, METHODS, readUrl, urlText } from '@rein/language';
import { Agent, request } from 'undici';
import { reasonOf } from '../../fault.js';
import { LIMITS } from '../../limits.js';
import type { Judged } from '../judge.js';
import { type ActionOutcome, Failure, Refusal } from '../outcome.js';

type Method = (typeof METHODS)[number];

/** Redirects that one fetch follows, each decided anew. */
const REDIRECTS_MAX = 5;
const FETCH_MS = 20_000;
const BODY_BYTES = LIMITS.bodyBytes;
/** Headers that say how the message travels: those are ours. */
const OWN_HEADERS =
  /^(host|connection|content-length|transfer-encoding|expect|upgrade|te|trailer|keep-alive|proxy-.*)$/i;
/** Headers that are meant for one host alone. */
const SECRET_HEADERS = /^(authorization|cookie)$/i;
const SHOWN_HEADERS = new Set(['content-type', 'etag', 'last-modified', 'location', 'retry-after']);

export interface FetchRequest {
  readonly url: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Buffer;
  readonly encoding: 'utf8' | 'base64';
}

export interface Network {
  /** All addresses of a name. */
  resolve(host: string): Promise<readonly string[]>;
}

export const systemNetwork: Network = {
  resolve: (host) =>
    new Promise((done, fail) => {
      lookup(host, { all: true, verbatim: true }, (error, found) => {
        if (error === null) done(found.map(({ address }) => address));
        else fail(new Failure(`\`${host}\` cannot be found (${error.code ?? 'no answer'})`));
      });
    }),
};

type NetworkAction = Extract<CapabilityAction, { capability: 'net.fetch' | 'net.connect' }>;

/**
 * Where an action may go: the addresses of its host, looked up once and judged as well as the name. A
 * server that answers differently the next time (rebinding) is not asked again.
 */
export async function placesOf(
  network: Network,
  action: NetworkAction,
  judge: (action: CapabilityAction) => Judged,
): Promise<{ readonly address: string; readonly judged: Judged }> {
  const isLiteral = /^[0-9.]+$|:/.test(action.host);
  const addresses = isLiteral ? [action.host] : await network.resolve(action.host);
  const judged = judge({ ...action, addresses });
  if (judged.verdict === 'deny') throw new Refusal(judged.reason);
  const hidden = addresses.find(isPrivateAddress);
  if (!isLiteral && hidden !== undefined && judged.rule?.private !== true) {
    throw new Refusal(`\`${action.host}\` leads to ${hidden}, which is not a public address`);
  }
  const [address] = addresses;
  if (address === undefined) throw new Failure(`\`${action.host}\` has no address`);
  return { address, judged };
}

/** Performs a request that was allowed, or granted; what it is redirected to has to be allowed too. */
export async function fetchBeneath(
  first: FetchRequest,
  network: Network,
  judge: (action: CapabilityAction) => Judged,
): Promise<ActionOutcome> {
  let asked = first;
  for (let redirects = 0; ; redirects += 1) {
    const url = readUrl(asked.url);
    if (!url.ok) throw new Refusal(url.why);
    const { scheme, host, port, path } = url;
    const { method, body } = asked;
    const action: NetworkAction = {
      ...{ capability: 'net.fetch', scheme, host, port, path, method },
      ...(body === undefined ? {} : { bytes: body.length }),
    };
    const { address, judged } = await placesOf(network, action, judge);
    if (redirects > 0 && judged.verdict !== 'allow') {
      throw new Refusal(`it leads on to ${urlText(url)}: ${judged.reason}`);
    }
    const most = Math.min(judged.rule?.conditions.maxBytes ?? BODY_BYTES, BODY_BYTES);
    const answer = await exchange({ ...asked, url: urlText(url) }, address, most);
    const next = redirectOf(answer, asked);
    if (next === undefined) return shown(answer, asked, redirects);
    if (redirects >= REDIRECTS_MAX) throw new Refusal(`more than ${REDIRECTS_MAX} redirects`);
    asked = next;
  }
}

interface Answer {
  readonly url: string;
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer;
}

async function exchange(asked: FetchRequest, address: string, most: number): Promise<Answer> {
  const dispatcher = new Agent({ connect: { lookup: only(address), timeout: FETCH_MS } });
  const signal = AbortSignal.timeout(FETCH_MS);
  try {
    const { url, body } = asked;
    const answer = await request(url, {
      ...{ dispatcher, signal, method: methodOf(asked.method) },
      headers: headersOf(asked.headers),
      ...(body === undefined ? {} : { body }),
    });
    const chunks: Buffer[] = [];
    let bytes = 0;
    for await (const chunk of answer.body) {
      const piece = Buffer.from(chunk);
      bytes += piece.length;
      if (bytes > most) throw new Refusal(`the answer has more than ${most} bytes`);
      chunks.push(piece);
    }
    return { url, status: answer.statusCode, headers: answer.headers, body: Buffer.concat(chunks) };
  } catch (error) {
    if (error instanceof Refusal) throw error;
    throw new Failure(`no answer: ${reasonOf(error)}`);
  } finally {
    await dispatcher.destroy();
  }
}

function methodOf(method: string): Method {
  const found = METHODS.find((one) => one === method);
  if (found === undefined) throw new Refusal(`\`${method}\` is no method that is sent`);
  return found;
}

/** Whatever is looked up for the connection is the address that was judged. */
function only(address: string): LookupFunction {
  const family = address.includes(':') ? 6 : 4;
  return (_, options, done) => {
    const all: LookupAddress[] = [{ address, family }];
    if (options.all === true) done(null, all);
    else done(null, address, family);
  };
}

function headersOf(headers: FetchRequest['headers']): Record<string, string> {
  const stray = Object.keys(headers).find((name) => OWN_HEADERS.test(name));
  if (stray !== undefined) throw new Refusal(`the header \`${stray}\` is not the agent’s to set`);
  return { 'user-agent': 'rein', ...headers };
}

function redirectOf(
  { status, headers, url }: Answer,
  asked: FetchRequest,
): FetchRequest | undefined {
  const { location } = headers;
  if (![301, 302, 303, 307, 308].includes(status) || typeof location !== 'string') return undefined;
  if (!URL.canParse(location, url)) throw new Refusal('it leads on to no URL');
  const to = new URL(location, url);
  to.hash = '';
  const keeps =
    status === 307 || status === 308 || asked.method === 'GET' || asked.method === 'HEAD';
  const isSameHost = to.host === new URL(url).host && to.protocol === new URL(url).protocol;
  const headersKept = Object.entries(asked.headers).filter(
    ([name]) => isSameHost || !SECRET_HEADERS.test(name),
  );
  const { encoding, body } = asked;
  return {
    ...{ url: to.href, encoding, method: keeps ? asked.method : 'GET' },
    headers: Object.fromEntries(headersKept),
    ...(keeps && body !== undefined ? { body } : {}),
  };
}

function shown(answer: Answer, { encoding }: FetchRequest, redirects: number): ActionOutcome {
  const { status, body, headers, url } = answer;
  const kept = Object.entries(headers).filter(([name]) => SHOWN_HEADERS.has(name));
  return {
    status: 'done',
    result: {
      ...{ url, status, headers: Object.fromEntries(kept), encoding },
      body: body.toString(encoding),
    },
    summary: { url, http_status: status, bytes: body.length, redirects },
  };
}
