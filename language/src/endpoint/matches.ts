/** Does an endpoint pattern name an address? Plain on purpose: the automata are tested against it. */
import { globMatches, tokensMatch } from '../glob/matches.js';
import { resolvePath } from '../glob/resolve.js';
import { utf8 } from '../glob/utf8.js';
import type { HostFacts } from '../program.js';
import { type AddressBlock, isMapped, maskByte } from './address.js';
import type { Endpoint } from './endpoint.js';
import type { Address } from './key.js';
import type { PortRange } from './port.js';

/** Whether the pattern names the address; `names` are the host names that the run knows it by. */
export function endpointMatches(
  endpoint: Endpoint,
  address: Address,
  names: readonly string[],
  host: HostFacts,
): boolean {
  switch (endpoint.kind) {
    case 'any':
      return true;
    case 'address':
      return (
        address.kind === 'inet' &&
        blockHolds(endpoint.block, address.address) &&
        portIn(endpoint.ports, address.port)
      );
    case 'host':
      return (
        address.kind === 'inet' &&
        portIn(endpoint.ports, address.port) &&
        names.some((name) => globMatches(endpoint.name, utf8(hostName(name))))
      );
    case 'unix':
      return address.kind === 'unix' && unixMatches(endpoint, address.path, host);
    default:
      return endpoint satisfies never;
  }
}

/** A host name in the form that patterns see. */
export function hostName(name: string): string {
  return (name.endsWith('.') ? name.slice(0, -1) : name).toLowerCase();
}

function portIn(ports: PortRange | null, port: number): boolean {
  return ports === null || (ports.from <= port && port <= ports.to);
}

/** Whether the 16-byte address lies in the block. */
export function blockHolds({ family, address, bits }: AddressBlock, of: Uint8Array): boolean {
  if (family !== 'any' && family !== (isMapped(of) ? 4 : 6)) return false;
  return address.every((byte, i) => ((byte ^ (of[i] ?? 0)) & maskByte(bits, i)) === 0);
}

function unixMatches(
  endpoint: Extract<Endpoint, { kind: 'unix' }>,
  path: Uint8Array,
  host: HostFacts,
): boolean {
  switch (endpoint.space) {
    case 'any':
      return true;
    case 'abstract':
      return path[0] === 0x40 && globMatches(endpoint.glob, path.subarray(1));
    case 'path':
      return (
        path[0] === 0x2f &&
        resolvePath(endpoint.glob, host).some((tokens) => tokensMatch(tokens, path))
      );
    default:
      return endpoint satisfies never;
  }
}
