import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { type Entry, LEDGER_FILES, parseEntry } from '@rein/ledger';
import { textIn } from '../record/view.js';

/** A run of the daemon that never had a process: its record is all there is to describe it. */
export interface Session {
  readonly agent: string;
  readonly startedMs: number;
  /** How it ended, once it has. */
  readonly how: string | undefined;
}

/** The first entry, and the last ones, are looked for in this much of the record. */
const PIECE_BYTES = 64 * 1024;

/** Reads what a list says of a session, from both ends of its record; undefined if that is none. */
export function sessionIn(folder: string): Session | undefined {
  let fd: number;
  try {
    fd = openSync(join(folder, LEDGER_FILES.log), 'r');
  } catch {
    return undefined;
  }
  try {
    const { size } = fstatSync(fd);
    const first = entriesAt(fd, 0)[0];
    if (first?.kind !== 'start' || textIn(first, 'agent') === '') return undefined;
    const last = entriesAt(fd, Math.max(0, size - PIECE_BYTES)).findLast(
      ({ kind }) => kind === 'end',
    );
    return {
      agent: textIn(first, 'agent'),
      startedMs: Date.parse(first.time),
      how: last && textIn(last, 'how'),
    };
  } finally {
    closeSync(fd);
  }
}

/** The whole entries of one piece; what is cut is left out, and nothing is verified. */
function entriesAt(fd: number, at: number): Entry[] {
  const buffer = Buffer.alloc(PIECE_BYTES);
  const bytes = readSync(fd, buffer, 0, PIECE_BYTES, at);
  const lines = buffer.subarray(0, bytes).toString('utf8').split('\n');
  return lines.flatMap((line) => parseEntry(Buffer.from(line)) ?? []);
}
