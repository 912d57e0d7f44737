/** Addresses as text, where agents and resolvers write them. */
import { parseAddressBlock } from '../endpoint/address.js';
import { isEndpointFault } from '../endpoint/fault.js';
import { blockHolds } from '../endpoint/matches.js';

/** The 16 bytes of an address, IPv4 as ::ffff:a.b.c.d; null when the text is no whole address. */
export function readAddress(text: string): Uint8Array | null {
  const block = parseAddressBlock(text, 0);
  if (block === null || isEndpointFault(block) || text.includes('/') || block.bits !== 128)
    return null;
  return block.address;
}

/**
 * Everything that is not a unicast address of the public internet, after IANA's registries of
 * special-purpose addresses. With them the forms of IPv6 that carry an IPv4 address: where those lead
 * is up to a translator.
 */
const NOT_PUBLIC = [
  ...['0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16'],
  ...['172.16.0.0/12', '192.0.0.0/24', '192.0.2.0/24', '192.88.99.0/24', '192.168.0.0/16'],
  ...['198.18.0.0/15', '198.51.100.0/24', '203.0.113.0/24', '224.0.0.0/4', '240.0.0.0/4'],
  ...['::/96', '64:ff9b::/96', '64:ff9b:1::/48', '100::/64', '2001::/23', '2001:db8::/32'],
  ...['2002::/16', '3fff::/20', '5f00::/16', 'fc00::/7', 'fe80::/10', 'fec0::/10', 'ff00::/8'],
].map((text) => {
  const block = parseAddressBlock(text, 0);
  if (block === null || isEndpointFault(block)) throw new Error(`no block: ${text}`);
  return block;
});

/** Whether an address is one of this machine, its networks, or no place to go; true for no address. */
export function isPrivateAddress(text: string): boolean {
  const address = readAddress(text);
  return address === null || NOT_PUBLIC.some((block) => blockHolds(block, address));
}
