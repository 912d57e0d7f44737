/** `1.2.3.4:443`, `host.name:443`, `unix:/run/x.sock` as the place that a connect goes to. */
import { type Endpoint, parseEndpoint } from '../endpoint/endpoint.js';
import type { Address } from '../endpoint/key.js';
import { utf8 } from '../glob/utf8.js';

export type Place =
  | { readonly ok: true; readonly address: Address; readonly host: string | null }
  | { readonly ok: false; readonly message: string; readonly help?: string };

const WHOLE_BITS = 128;
const DEFAULT_PORT = 443;

/**
 * Reads the address of one endpoint. A host name gets an address of its own, out of those that are
 * set aside for documentation (RFC 5737); `addressOf` tells which.
 */
export function readPlace(text: string, addressOf: (host: string) => number): Place {
  if (text.startsWith('unix:')) {
    return {
      ok: true,
      address: { kind: 'unix', path: utf8(text.slice('unix:'.length)) },
      host: null,
    };
  }
  const result = parseEndpoint(text);
  if (!result.ok) return { ok: false, message: result.message, ...helpOf(result.help) };
  return placeOf(result.endpoint, text, addressOf);
}

function helpOf(help: string | undefined): { help?: string } {
  return help === undefined ? {} : { help };
}

function placeOf(endpoint: Endpoint, text: string, addressOf: (host: string) => number): Place {
  if (endpoint.kind === 'address' && endpoint.block.bits === WHOLE_BITS) {
    const { block, ports } = endpoint;
    return inet(block.address, ports?.from, ports?.to, null);
  }
  if (endpoint.kind === 'host' && !/[*?[\]{}]/.test(text)) {
    const name = endpoint.name.text;
    // 198.18.0.0/15 is for benchmarks (RFC 2544): more room than the documentation blocks have.
    const number = addressOf(name);
    const address = Uint8Array.from([
      ...new Array<number>(10).fill(0),
      ...[0xff, 0xff, 198, 18, (number >> 8) & 0xff, number & 0xff],
    ]);
    return inet(address, endpoint.ports?.from, endpoint.ports?.to, name);
  }
  return { ok: false, message: `\`${text.slice(0, 60)}\` is no single address` };
}

function inet(
  address: Uint8Array,
  from: number | undefined,
  to: number | undefined,
  host: string | null,
): Place {
  if (from !== to) return { ok: false, message: 'a connection goes to one port' };
  return { ok: true, address: { kind: 'inet', address, port: from ?? DEFAULT_PORT }, host };
}
