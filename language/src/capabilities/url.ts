/** URLs as an agent writes them. Only the plain ones: what two readers could read differently is refused. */
import { hostName } from '../endpoint/matches.js';
import { readAddress } from './address-text.js';
import { CAPABILITY_LIMITS, SCHEMES, type Scheme } from './capability.js';

export type PlainUrl =
  | {
      readonly ok: true;
      readonly scheme: Scheme;
      readonly host: string;
      readonly port: number;
      readonly path: string;
      /** With the `?`, or empty. */
      readonly query: string;
    }
  | { readonly ok: false; readonly why: string };

const PORTS = { http: 80, https: 443 } as const satisfies Record<Scheme, number>;

/** Reads `http://` and `https://` URLs without user, fragment, or anything that needs escaping. */
export function readUrl(text: string): PlainUrl {
  if (text.length > CAPABILITY_LIMITS.resourceBytes) return no('the URL is too long');
  const found = /^([a-zA-Z][a-zA-Z0-9+.-]*):\/\/([^/?#]*)([^?#]*)(\?[^#]*)?(#.*)?$/.exec(text);
  if (found === null) return no('it is not a URL such as `https://host/path`');
  const [, schemeText = '', authority = '', pathText = '', query = '', fragment] = found;
  const scheme = SCHEMES.find((one) => one === schemeText.toLowerCase());
  if (scheme === undefined) return no(`\`${schemeText}\` is not http or https`);
  if (fragment !== undefined) return no('the URL has a fragment');
  if (authority.includes('@')) return no('the URL names a user');
  const place = /^(\[[0-9a-fA-F:.]+\]|[A-Za-z0-9_.-]+)(?::([0-9]{1,5}))?$/.exec(authority);
  if (place === null) return no('the host of the URL is not plain');
  const [, hostText = '', portText] = place;
  const host = hostName(hostText.replace(/^\[|\]$/g, ''));
  const why = strangeHost(hostText, host);
  if (why !== undefined) return no(why);
  const port = portText === undefined ? PORTS[scheme] : Number(portText);
  if (port < 1 || port > 65_535) return no(`${portText} is no port`);
  const path = pathText === '' ? '/' : pathText;
  if (!PLAIN.test(path) || !PLAIN.test(query.replace(/^\?/, ''))) {
    return no('the URL holds characters that have to be escaped');
  }
  if (hasDots(path)) return no('the path of the URL has `.` or `..` in it');
  return { ok: true, scheme, host, port, path, query };
}

/** What `readUrl` read, as one spelling. */
export function urlText(url: Extract<PlainUrl, { ok: true }>): string {
  const host = url.host.includes(':') ? `[${url.host}]` : url.host;
  const port = url.port === PORTS[url.scheme] ? '' : `:${url.port}`;
  return `${url.scheme}://${host}${port}${url.path}${url.query}`;
}

const PLAIN = /^(?:[A-Za-z0-9._~!$&()*+,;=:@/?-]|%[0-9a-fA-F]{2})*$/;

/** A host that is a number in other clothes (`0x7f.1`, `017700000001`) is an address to some. */
function strangeHost(written: string, host: string): string | undefined {
  if (written.startsWith('[')) {
    // Brackets are for IPv6 only: `[127.0.0.1]` is read by some and refused by others.
    const isAddress = host.includes(':') && readAddress(host) !== null;
    return isAddress ? undefined : 'the host of the URL is no address';
  }
  if (
    host === '' ||
    host.length > 253 ||
    host.split('.').some((one) => one === '' || one.length > 63)
  ) {
    return 'the host of the URL has an empty or overlong part';
  }
  const last = host.split('.').at(-1) ?? '';
  const isNumber = /^(?:[0-9]+|0x[0-9a-f]*)$/.test(last);
  if (isNumber && readAddress(host) === null) return 'the host of the URL is no plain address';
  return undefined;
}

function hasDots(path: string): boolean {
  return path
    .replace(/%2e/gi, '.')
    .split('/')
    .some((segment) => segment === '.' || segment === '..');
}

function no(why: string): PlainUrl {
  return { ok: false, why };
}
