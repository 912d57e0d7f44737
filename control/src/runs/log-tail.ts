import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { LEDGER_FILES } from '@rein/ledger';
import { codeOf } from '../fault.js';
import { LIMITS } from '../limits.js';

/** An entry of a ledger, with where its line stands. */
export interface TailEntry {
  readonly seq: number;
  /** Milliseconds UTC. */
  readonly time: number;
  readonly kind: string;
  readonly entry: Readonly<Record<string, unknown>>;
  readonly at: number;
  readonly bytes: number;
}

/** Whole lines of a ledger from some byte on, and the byte after the last of them. */
export interface Tail {
  readonly entries: readonly TailEntry[];
  readonly next: number;
  /** Whether there may be more than was read. */
  readonly more: boolean;
}

/** What stands in a ledger is no entry: its writer did not write that. */
export class NoEntry extends Error {
  override readonly name = 'NoEntry';

  constructor(at: number) {
    super(`no entry stands at byte ${at} of the record`);
  }
}

/**
 * Reads on in the ledger in `folder` from `offset`, which is a line's start. Does not verify: that
 * is `verifyLedger`'s, on demand. A line that is no entry is not skipped. Throws `NoEntry`.
 */
export function readTail(folder: string, offset: number): Tail {
  let fd: number;
  try {
    fd = openSync(join(folder, LEDGER_FILES.log), 'r');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return { entries: [], next: offset, more: false };
    throw error;
  }
  try {
    const most = LIMITS.followBytes + LINE_BYTES_MAX;
    const buffer = Buffer.alloc(Math.min(most, Math.max(0, fstatSync(fd).size - offset)));
    const read = readSync(fd, buffer, 0, buffer.length, offset);
    const entries: TailEntry[] = [];
    let start = 0;
    for (
      let end = buffer.indexOf(0x0a);
      end >= 0 && end < read;
      end = buffer.indexOf(0x0a, start)
    ) {
      entries.push(parseEntry(buffer.subarray(start, end), offset + start));
      start = end + 1;
    }
    return { entries, next: offset + start, more: read === most };
  } finally {
    closeSync(fd);
  }
}

/** Settles when what the ledger in `folder` holds by now outlasts a power failure. */
export async function syncLog(folder: string): Promise<void> {
  const log = await open(join(folder, LEDGER_FILES.log), 'r');
  try {
    await log.datasync();
  } finally {
    await log.close();
  }
}

/** Reads the one entry that stands at a place. */
export function readEntryAt(folder: string, at: number, bytes: number): TailEntry {
  return parseEntry(readLineAt(folder, at, bytes), at);
}

/** Reads the bytes of a line, as they are. Throws what reading throws, and if they are not all there. */
export function readLineAt(folder: string, at: number, bytes: number): Buffer {
  const fd = openSync(join(folder, LEDGER_FILES.log), 'r');
  try {
    const buffer = Buffer.alloc(bytes);
    if (readSync(fd, buffer, 0, bytes, at) < bytes) throw new Error('the record lost its end');
    return buffer;
  } finally {
    closeSync(fd);
  }
}

/** A line of a ledger has at most a mebibyte. */
const LINE_BYTES_MAX = 1024 * 1024 + 1;

function parseEntry(line: Buffer, at: number): TailEntry {
  const value = parseLine(line);
  if (typeof value !== 'object' || value === null) throw new NoEntry(at);
  const entry = { ...value };
  const seq: unknown = Reflect.get(entry, 'seq');
  const kind: unknown = Reflect.get(entry, 'kind');
  const time = Date.parse(String(Reflect.get(entry, 'time')));
  if (typeof seq !== 'number' || typeof kind !== 'string' || Number.isNaN(time)) {
    throw new NoEntry(at);
  }
  return { seq, time, kind, entry, at, bytes: line.length };
}

function parseLine(line: Buffer): unknown {
  try {
    return JSON.parse(line.toString('utf8'));
  } catch {
    return undefined;
  }
}
