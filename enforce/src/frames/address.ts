import { isIP } from 'node:net';
import { fault } from '../fault.js';

const ADDRESS_BYTES = 16;

/** An IP address as the engine keeps it: 16 bytes, IPv4 mapped into IPv6 (`::ffff:a.b.c.d`). */
export function addressBytes(address: string): Buffer {
  // A scope (`fe80::1%eth0`) names an interface, not another address.
  const bare = address.split('%', 1)[0] ?? '';
  const kind = isIP(bare);
  if (kind === 0) throw fault('bad-address', { address });
  return kind === 4 ? mapped(bare) : fromGroups(bare);
}

function mapped(address: string): Buffer {
  const bytes = Buffer.alloc(ADDRESS_BYTES);
  bytes.writeUInt16BE(0xffff, 10);
  bytes.set(address.split('.').map(Number), 12);
  return bytes;
}

/** `isIP` said that the text is a valid IPv6 address; `::` stands for the groups that are missing. */
function fromGroups(address: string): Buffer {
  const bytes = Buffer.alloc(ADDRESS_BYTES);
  const [head = '', tail] = address.split('::');
  const front = groupBytes(head);
  const back = groupBytes(tail ?? '');
  bytes.set(front, 0);
  bytes.set(back, ADDRESS_BYTES - back.length);
  return bytes;
}

function groupBytes(groups: string): number[] {
  if (groups === '') return [];
  return groups.split(':').flatMap((group) => {
    if (group.includes('.')) return group.split('.').map(Number);
    const value = Number.parseInt(group, 16);
    return [value >> 8, value & 0xff];
  });
}
