/** What a pattern asks of an object: atoms that hold together. */

import { namesEveryPath } from '../glob/resolve.js';
import type { EndpointPattern, ExecPattern, PathPattern, TargetPattern } from '../program.js';
import type { Atom, Atoms } from './atom.js';

/** Atoms that hold together when the object is named; none when everything is. */
export function targetAtoms(pattern: TargetPattern, atoms: Atoms): readonly Atom[] {
  return pattern.kind === 'path' ? pathAtoms(pattern, atoms) : endpointAtoms(pattern, atoms);
}

export function pathAtoms({ glob }: PathPattern, atoms: Atoms): readonly Atom[] {
  return namesEveryPath(glob) ? [] : [atoms.of({ kind: 'path', glob })];
}

function endpointAtoms({ endpoint }: EndpointPattern, atoms: Atoms): readonly Atom[] {
  if (endpoint.kind === 'any') return [];
  if (endpoint.kind !== 'host') return [atoms.of({ kind: 'endpoint', endpoint })];
  const name = atoms.of({ kind: 'host', name: endpoint.name });
  if (endpoint.ports === null) return [name];
  const block = { family: 'any', address: new Uint8Array(16), bits: 0 } as const;
  const port = { kind: 'address', block, ports: endpoint.ports } as const;
  return [name, atoms.of({ kind: 'endpoint', endpoint: port })];
}

export function execAtoms({ path, args }: ExecPattern, atoms: Atoms): readonly Atom[] {
  return [...pathAtoms(path, atoms), ...args.map(({ glob }) => atoms.of({ kind: 'arg', glob }))];
}
