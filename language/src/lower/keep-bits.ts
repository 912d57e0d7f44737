/**
 * What a process met at its execs, it keeps as bits: of its lineage, and of the program that it runs. An
 * exec is asked about once, so under another policy a bit can only mean what it meant when it was set.
 */
import { utf8 } from '../glob/utf8.js';
import type { Atom } from './atom.js';
import type { Context } from './context.js';
import { crc32 } from './crc32.js';
import type { Literals } from './row.js';

/** What bits mean, by number. */
export interface KeptBits {
  readonly lineages: readonly string[];
  readonly standing: readonly string[];
}

/** The same in two policies where it is the same on this host: patterns may be relative to their file. */
export function nameOf(atom: Atom, { resolve }: Context): string {
  const glob = atom.kind === 'lineage' ? atom.path.glob : atom.kind === 'path' ? atom.glob : null;
  if (glob === null) return atom.text;
  return `${atom.text} ${crc32(utf8(JSON.stringify(resolve(glob)))).toString(16)}`;
}

export function nameOfAll(literals: Literals, context: Context): string {
  const names = [...literals].map(([atom, wanted]) => `${wanted} ${nameOf(atom, context)}`);
  return JSON.stringify(names.sort());
}

/** The numbers of `kept`, where all of `names` are there and no other; else numbers of their own. */
export function inOrder(names: readonly string[], kept: readonly string[] = []): readonly string[] {
  return names.length === kept.length && kept.every((name) => names.includes(name)) ? kept : names;
}

/** Tells bits of one policy from those of another: 16 bits, against a mistake and no adversary. */
export function markOf(names: readonly string[]): number {
  return names.length === 0 ? 0 : crc32(utf8(JSON.stringify(names))) & 0xffff;
}
