/** Endpoint patterns: addresses, prefixes, CIDR, host names, unix sockets. */
import type { Glob } from '../glob/glob.js';
import { type AddressBlock, parseAddressBlock } from './address.js';
import { type EndpointFault, isEndpointFault } from './fault.js';
import { parseHost } from './host.js';
import { type PortRange, splitPort } from './port.js';
import { parseUnix } from './unix.js';

export type { AddressBlock } from './address.js';
export type { EndpointFault } from './fault.js';
export type { PortRange } from './port.js';

export type Endpoint =
  /** Every endpoint, unix sockets and other families among them. */
  | { readonly kind: 'any' }
  /** An address in the block, at one of the ports (null: any). `*:443` is a block of both families. */
  | { readonly kind: 'address'; readonly block: AddressBlock; readonly ports: PortRange | null }
  /** An address that the run knows by a name that the glob matches; names are in lower case. */
  | { readonly kind: 'host'; readonly name: Glob; readonly ports: PortRange | null }
  /** A unix socket. `path`: a glob as of files; `abstract`: over the name after `@`; `any`: both. */
  | { readonly kind: 'unix'; readonly space: 'path' | 'abstract'; readonly glob: Glob }
  | { readonly kind: 'unix'; readonly space: 'any' };

const URL_START = /^[a-z][a-z0-9+.-]*:\/\//i;

export type EndpointResult =
  | { readonly ok: true; readonly endpoint: Endpoint }
  | ({ readonly ok: false } & EndpointFault);

/** Reads an endpoint pattern. `at` of a failure is a UTF-16 offset in `text`. */
export function parseEndpoint(text: string): EndpointResult {
  const endpoint = readEndpoint(text);
  return isEndpointFault(endpoint) ? { ok: false, ...endpoint } : { ok: true, endpoint };
}

function readEndpoint(text: string): Endpoint | EndpointFault {
  if (text === '*' || text === '**') return { kind: 'any' };
  if (text === '') return { message: 'an empty endpoint', help: 'write `*` for every one', at: 0 };
  if (text.startsWith('unix:')) return parseUnix(text);
  const url = URL_START.exec(text);
  if (url !== null) {
    const help = `write the host, and a port if it matters: \`${text.slice(url[0].length).replace(/[/?#].*$/, '')}\``;
    return { message: 'an endpoint is no URL', help, at: 0 };
  }
  const split = splitPort(text);
  if (isEndpointFault(split)) return split;
  const { host, at, ports } = split;
  if (host === '*' || host === '**') {
    return {
      kind: 'address',
      block: { family: 'any', address: new Uint8Array(16), bits: 0 },
      ports,
    };
  }
  const block = parseAddressBlock(host, at);
  if (block !== null) return isEndpointFault(block) ? block : { kind: 'address', block, ports };
  const name = parseHost(host, at);
  return isEndpointFault(name) ? name : { kind: 'host', name, ports };
}
