/** Address blocks: one address, a prefix of whole parts, CIDR. */
import type { EndpointFault } from './fault.js';
import { isEndpointFault } from './fault.js';

export interface AddressBlock {
  /** An IPv4-mapped IPv6 address is an IPv4 address: `::/0` names none of those. */
  readonly family: 4 | 6 | 'any';
  /** 16 bytes; IPv4 as ::ffff:a.b.c.d. Bits past `bits` are zero. */
  readonly address: Uint8Array;
  /** Leading bits that must agree, 0..128. */
  readonly bits: number;
}

/** First 12 bytes of every IPv4 address in its mapped form. */
export const MAPPED_PREFIX: readonly number[] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff];

/** Does the 16-byte address stand for an IPv4 one? */
export function isMapped(address: Uint8Array): boolean {
  return MAPPED_PREFIX.every((byte, i) => address[i] === byte);
}

/** Reads a block; null when the text is no address at all but may be a host name. */
export function parseAddressBlock(text: string, at: number): AddressBlock | EndpointFault | null {
  const slash = text.indexOf('/');
  const address = slash < 0 ? text : text.slice(0, slash);
  const numeric = /^[0-9.*]+$/.test(address) && /[0-9]/.test(address);
  if (!numeric && !address.includes(':')) {
    if (slash < 0) return null;
    return { message: 'only an address can have a `/` and a number of bits', at: at + slash };
  }
  const whole = numeric ? parseV4(address, at) : parseV6Block(address, at);
  if (isEndpointFault(whole) || slash < 0) return whole;
  if (whole.bits !== 128) {
    return { message: 'a CIDR block starts with a whole address', help: 'as in `10.0.0.0/8`', at };
  }
  const most = numeric ? 32 : 128;
  const digits = text.slice(slash + 1);
  const length = Number(digits);
  if (!/^[0-9]{1,3}$/.test(digits) || length > most) {
    const message = `\`/${digits}\` is no number of bits from 0 to ${most}`;
    return { message, at: at + slash };
  }
  return block(whole.address, numeric ? 96 + length : length);
}

/** A block whose family follows from what it covers: inside ::ffff:0:0/96 is IPv4. */
function block(address: Uint8Array, bits: number): AddressBlock {
  const kept = Uint8Array.from(address, (byte, i) => byte & maskByte(bits, i));
  return { family: bits >= 96 && isMapped(kept) ? 4 : 6, address: kept, bits };
}

/** Byte `i` of the mask of a block of so many leading bits. */
export function maskByte(bits: number, i: number): number {
  const here = Math.min(8, Math.max(0, bits - 8 * i));
  return (0xff << (8 - here)) & 0xff;
}

function parseV4(text: string, at: number): AddressBlock | EndpointFault {
  const parts = text.split('.');
  const open = parts.findIndex((part) => part === '' || part === '*');
  const fixed = open < 0 ? parts : parts.slice(0, open);
  for (const part of fixed) {
    if (!/^(0|[1-9][0-9]{0,2})$/.test(part) || Number(part) > 255) {
      const help = 'a part is a number from 0 to 255 without leading zeros';
      return { message: `\`${text}\` is no IPv4 address`, help, at };
    }
  }
  const rest = open < 0 ? [] : parts.slice(open);
  const dot = rest.length === 1 && rest[0] === '' && fixed.length < 4;
  const stars = rest.length > 0 && rest.every((part) => part === '*') && parts.length <= 4;
  if (!(open < 0 ? parts.length === 4 : fixed.length > 0 && (dot || stars))) {
    const help = 'an address has four parts; `10.0.0.` and `10.0.0.*` are all that start so';
    return { message: `\`${text}\` is no IPv4 address`, help, at };
  }
  const bytes = [...MAPPED_PREFIX, ...fixed.map(Number)];
  const address = Uint8Array.from({ length: 16 }, (_, i) => bytes[i] ?? 0);
  return { family: 4, address, bits: 96 + 8 * fixed.length };
}

function parseV6Block(text: string, at: number): AddressBlock | EndpointFault {
  if (text.includes('%')) {
    const help = 'leave the zone out: an address means the same on every interface here';
    return { message: 'a zone is not part of an address', help, at: at + text.indexOf('%') };
  }
  const address = parseV6(text);
  if (address !== null) return block(address, 128);
  const help = 'a port goes behind brackets: `[::1]:443`';
  return { message: `\`${text}\` is no IPv6 address`, help, at };
}

/** 16 bytes of an IPv6 address as RFC 4291 writes it, or null. */
export function parseV6(text: string): Uint8Array | null {
  const halves = text.split('::');
  if (halves.length > 2) return null;
  const head = groups(halves[0] ?? '', halves.length === 1);
  const tail = groups(halves[1] ?? '', true);
  if (head === null || tail === null) return null;
  const missing = 16 - head.length - tail.length;
  if (halves.length === 1 ? missing !== 0 : missing < 2) return null;
  return Uint8Array.from([...head, ...new Array<number>(missing).fill(0), ...tail]);
}

/** Bytes of `a:b:c`, the last group perhaps an IPv4 address. */
function groups(text: string, last: boolean): number[] | null {
  if (text === '') return [];
  const bytes: number[] = [];
  const parts = text.split(':');
  for (const [i, part] of parts.entries()) {
    if (last && i === parts.length - 1 && part.includes('.')) {
      const v4 = parseV4(part, 0);
      if (isEndpointFault(v4) || v4.bits !== 128) return null;
      bytes.push(...v4.address.subarray(12));
      continue;
    }
    if (!/^[0-9a-fA-F]{1,4}$/.test(part)) return null;
    const value = Number.parseInt(part, 16);
    bytes.push(value >> 8, value & 0xff);
  }
  return bytes;
}
