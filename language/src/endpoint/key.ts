/** Addresses as the engine knows them, and the key bytes that its automata read. */
import { ENDPOINT_KEY } from '@rein/contract';

export type Address =
  /** 16 bytes, IPv4 as ::ffff:a.b.c.d. */
  | { readonly kind: 'inet'; readonly address: Uint8Array; readonly port: number }
  /** Absolute path; `@` and the name for an abstract one; empty for one without a name. */
  | { readonly kind: 'unix'; readonly path: Uint8Array }
  | { readonly kind: 'other'; readonly family: number };

/** What the ENDPOINT automata read: see docs/reference/policy-image.md. */
export function endpointKey(address: Address): Uint8Array {
  switch (address.kind) {
    case 'inet':
      return Uint8Array.from([
        ENDPOINT_KEY.inet,
        ...address.address,
        address.port >> 8,
        address.port & 0xff,
      ]);
    case 'unix':
      return Uint8Array.from([ENDPOINT_KEY.unix, ...address.path]);
    case 'other':
      return Uint8Array.from([ENDPOINT_KEY.other, address.family >> 8, address.family & 0xff]);
    default:
      return address satisfies never;
  }
}
