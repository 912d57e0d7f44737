/** `host:port` and `host:from-to`. */
import type { EndpointFault } from './fault.js';
import { isEndpointFault } from './fault.js';

/** Both ends included. */
export interface PortRange {
  readonly from: number;
  readonly to: number;
}

export interface Split {
  /** What stands before the port, without the brackets of an IPv6 address. */
  readonly host: string;
  /** Offset of `host` in the text. */
  readonly at: number;
  readonly ports: PortRange | null;
}

/** Parts an endpoint from its port. More than one colon outside brackets: an IPv6 address alone. */
export function splitPort(text: string): Split | EndpointFault {
  if (text.startsWith('[') && /^\[[0-9a-fA-F]*:/.test(text)) return splitBrackets(text);
  const colon = text.indexOf(':');
  if (colon < 0) return { host: text, at: 0, ports: null };
  if (text.indexOf(':', colon + 1) >= 0) return { host: text, at: 0, ports: null };
  const ports = parsePorts(text.slice(colon + 1), colon + 1);
  if (isEndpointFault(ports)) return ports;
  if (colon === 0) {
    const help = 'write `*:PORT` for this port of every address';
    return { message: 'a port without an address', help, at: 0 };
  }
  return { host: text.slice(0, colon), at: 0, ports };
}

function splitBrackets(text: string): Split | EndpointFault {
  const close = text.indexOf(']');
  if (close < 0) return { message: 'this `[` is never closed', at: 0 };
  const host = text.slice(1, close);
  const rest = text.slice(close + 1);
  if (rest === '') return { host, at: 1, ports: null };
  if (!rest.startsWith(':')) {
    return { message: 'only a `:port` can follow `]`', at: close + 1 };
  }
  const ports = parsePorts(rest.slice(1), close + 2);
  return isEndpointFault(ports) ? ports : { host, at: 1, ports };
}

function parsePorts(text: string, at: number): PortRange | null | EndpointFault {
  if (text === '*') return null;
  const match = /^([0-9]{1,5})(?:-([0-9]{1,5}))?$/.exec(text);
  const from = Number(match?.[1]);
  const to = Number(match?.[2] ?? match?.[1]);
  if (match === null || from > 0xffff || to > 0xffff) {
    const help = 'a port is a number from 0 to 65535, a range is `8000-8080`';
    return { message: `\`${text}\` is no port`, help, at };
  }
  if (to < from) return { message: 'this range of ports runs backwards', at };
  return { from, to };
}
