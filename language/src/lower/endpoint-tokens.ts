/** Endpoint patterns as tokens over the endpoint key. */
import { ENDPOINT_KEY } from '@rein/contract';
import type { Token } from '../automaton/nfa.js';
import { type AddressBlock, MAPPED_PREFIX, maskByte } from '../endpoint/address.js';
import type { Endpoint, PortRange } from '../endpoint/endpoint.js';
import { literalTokens } from '../glob/tokens.js';
import type { Context } from './context.js';

const ANY: Token = { kind: 'any' };
const AT = 0x40;
const SLASH = 0x2f;

/** Every way in which a key can be of an address that the pattern names. */
export function endpointTokens(
  endpoint: Exclude<Endpoint, { kind: 'any' | 'host' }>,
  resolve: Context['resolve'],
): readonly (readonly Token[])[] {
  if (endpoint.kind === 'address') {
    const inet = literalTokens([ENDPOINT_KEY.inet]);
    return blockTokens(endpoint.block).flatMap((address) =>
      endpoint.ports === null
        ? [[...inet, ...withoutFreeEnd(address), ANY]]
        : portTokens(endpoint.ports).map((port) => [...inet, ...address, ...port]),
    );
  }
  const unix = literalTokens([ENDPOINT_KEY.unix]);
  switch (endpoint.space) {
    case 'any':
      return [[...unix, ANY]];
    case 'abstract':
      return endpoint.glob.alternatives.map(({ tokens }) => [
        ...unix,
        ...literalTokens([AT]),
        ...tokens,
      ]);
    case 'path':
      return resolve(endpoint.glob)
        .flatMap(fromRoot)
        .map((tokens) => [...unix, ...tokens]);
    default:
      return endpoint satisfies never;
  }
}

/** The part of a path pattern's matches that begins with `/`, as every bound path does. */
function fromRoot(tokens: readonly Token[]): readonly (readonly Token[])[] {
  const [first, ...rest] = tokens;
  const slash = literalTokens([SLASH]);
  if (first?.kind === 'byte') return first.byte === SLASH ? [tokens] : [];
  const whole = [[...slash, ...tokens]];
  return first?.kind === 'any' ? [...whole, ...fromRoot(rest)] : whole;
}

function range(from: number, to: number): Token {
  return from === to ? { kind: 'byte', byte: from } : { kind: 'range', from, to };
}

/** Sixteen bytes in the block. An IPv6 block leaves the IPv4 addresses inside it out. */
function blockTokens({ family, address, bits }: AddressBlock): readonly (readonly Token[])[] {
  const bytes = Array.from(address, (byte, i) => range(byte, byte | (0xff & ~maskByte(bits, i))));
  const holdsMapped = MAPPED_PREFIX.every(
    (byte, i) => ((byte ^ (address[i] ?? 0)) & maskByte(bits, i)) === 0,
  );
  if (family !== 6 || !holdsMapped) return [bytes];
  // The first byte that differs from ::ffff:0:0/96, below it or above it; the rest is free.
  return MAPPED_PREFIX.flatMap((byte, i) => {
    const low = address[i] ?? 0;
    const high = low | (0xff & ~maskByte(bits, i));
    const before = MAPPED_PREFIX.slice(0, i).map((same) => range(same, same));
    const after = bytes.slice(i + 1);
    return [
      [low, byte - 1],
      [byte + 1, high],
    ].flatMap(([from = 0, to = 0]) => (from <= to ? [[...before, range(from, to), ...after]] : []));
  });
}

function withoutFreeEnd(address: readonly Token[]): readonly Token[] {
  const isFree = (token: Token) => token.kind === 'range' && token.to - token.from === 0xff;
  return address.slice(0, address.findLastIndex((token) => !isFree(token)) + 1);
}

/** Two bytes of a port, the higher one first. */
function portTokens(ports: PortRange): readonly (readonly Token[])[] {
  const [firstHigh, firstLow] = [ports.from >> 8, ports.from & 0xff];
  const [lastHigh, lastLow] = [ports.to >> 8, ports.to & 0xff];
  if (firstHigh === lastHigh) return [[range(firstHigh, firstHigh), range(firstLow, lastLow)]];
  const middle = firstHigh + 1 <= lastHigh - 1;
  return [
    [range(firstHigh, firstHigh), range(firstLow, 0xff)],
    ...(middle ? [[range(firstHigh + 1, lastHigh - 1), range(0, 0xff)]] : []),
    [range(lastHigh, lastHigh), range(0, lastLow)],
  ];
}
