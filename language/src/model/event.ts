/** What the operating system did, as the semantics see it: the table "One event" in code. */
import type { EngineOp } from '@rein/contract';
import type { Address } from '../endpoint/key.js';

/** A file under every name it is met by; the names are absolute paths. */
export interface FileTarget {
  readonly kind: 'file';
  readonly names: readonly Uint8Array[];
  /** A directory that moves with all that is in it. */
  readonly tree: boolean;
}

export interface EndpointTarget {
  readonly kind: 'endpoint';
  readonly address: Address;
  /** Host names that the run's look-ups said the address has. */
  readonly hosts: readonly string[];
}

/** One object that an event touches, and how. */
export interface Aspect {
  readonly ops: readonly EngineOp[];
  readonly target: FileTarget | EndpointTarget;
  /** Which object it is: labels stay with it whatever it is called. */
  readonly object: string;
}

export interface Argv {
  /** Whole tokens, the program's name first. */
  readonly tokens: readonly Uint8Array[];
  /** The script's path, an argument of its interpreter. */
  readonly script?: Uint8Array;
  /** There is more than was read: tokens, and perhaps the rest of `cut`. */
  readonly truncated: boolean;
  /** Beginning of the token in which reading stopped. */
  readonly cut?: Uint8Array;
}

export interface Event {
  readonly process: number;
  readonly aspects: readonly Aspect[];
  /** Of an exec, else null. */
  readonly argv: Argv | null;
}

/** A file or directory for the functions below. */
export interface FileRef {
  readonly names: readonly Uint8Array[];
  readonly object: string;
}

export interface EndpointRef {
  readonly address: Address;
  readonly hosts: readonly string[];
  readonly object: string;
}

export function execEvent(process: number, file: FileRef, argv: Argv): Event {
  return { process, aspects: [aspect(file, ['exec', 'read'])], argv };
}

/** Opening, or another call that reads, writes, or both. */
export function openEvent(
  process: number,
  file: FileRef,
  ops: readonly ('read' | 'write')[],
): Event {
  return { process, aspects: [aspect(file, ops)], argv: null };
}

export function unlinkEvent(process: number, file: FileRef): Event {
  return { process, aspects: [aspect(file, ['write', 'unlink'])], argv: null };
}

/** `from` gets the name of `to`. The object at the new name is the one that moved. */
export function renameEvent(
  process: number,
  from: FileRef,
  to: readonly Uint8Array[],
  directory: boolean,
): Event {
  const arrived = { names: to, object: from.object };
  return {
    process,
    aspects: [aspect(from, ['write', 'unlink'], directory), aspect(arrived, ['write'], directory)],
    argv: null,
  };
}

/** A second name for a file, or two names that change places. */
export function linkEvent(process: number, one: FileRef, other: FileRef): Event {
  return { process, aspects: [aspect(one, ['write']), aspect(other, ['write'])], argv: null };
}

/** Connecting, sending to an address, accepting from one. */
export function connectEvent(process: number, { address, hosts, object }: EndpointRef): Event {
  const target: EndpointTarget = { kind: 'endpoint', address, hosts };
  const aspects: Aspect[] = [
    { ops: ['connect'], target, object },
    { ops: ['recv'], target, object },
  ];
  return { process, aspects, argv: null };
}

export function bindEvent(process: number, { address, hosts, object }: EndpointRef): Event {
  const target: EndpointTarget = { kind: 'endpoint', address, hosts };
  return { process, aspects: [{ ops: ['recv'], target, object }], argv: null };
}

function aspect({ names, object }: FileRef, ops: readonly EngineOp[], tree = false): Aspect {
  return { ops, target: { kind: 'file', names, tree }, object };
}
