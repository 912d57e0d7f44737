import { closeSync, constants, openSync, readSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { CURSOR_FILE } from '@rein/enforce';

/** The file never changes its size: growing and cutting it would be operations of their own. */
const CURSOR_BYTES = 4096;
/** Sessions remembered; the oldest is forgotten and would be told everything again. */
const SESSIONS_MAX = 24;
/** Characters of a session id that count. */
const ID_CHARS_MAX = 64;
const { O_RDWR, O_RDONLY, O_CREAT, O_EXCL, O_WRONLY, O_NOFOLLOW } = constants;

/** How far each session of a run has read its feedback, in bytes. */
export type Cursors = Map<string, number>;

/** Makes the cursor file of a new run. */
export function createCursorFile(folder: string): void {
  const fd = openSync(join(folder, CURSOR_FILE), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, 0o600);
  writeSync(fd, encode(new Map()));
  closeSync(fd);
}

/** Reads the cursors; none when the file says nothing that makes sense. */
export function readCursors(folder: string): Cursors {
  const bytes = Buffer.alloc(CURSOR_BYTES);
  try {
    const fd = openSync(join(folder, CURSOR_FILE), O_RDONLY | O_NOFOLLOW);
    readSync(fd, bytes, 0, CURSOR_BYTES, 0);
    closeSync(fd);
    const pairs: unknown = JSON.parse(bytes.toString('utf8'));
    return new Map(Array.isArray(pairs) ? pairs.flatMap(pairOf) : []);
  } catch {
    return new Map();
  }
}

/** Writes one session's place. The hook runs inside the run, so a policy may refuse it this. */
export function writeCursor(folder: string, session: string, at: number): boolean {
  const cursors = readCursors(folder);
  const key = session.slice(0, ID_CHARS_MAX);
  cursors.delete(key);
  cursors.set(key, at);
  for (const oldest of cursors.keys()) {
    if (cursors.size <= SESSIONS_MAX) break;
    cursors.delete(oldest);
  }
  try {
    const fd = openSync(join(folder, CURSOR_FILE), O_RDWR | O_NOFOLLOW);
    writeSync(fd, encode(cursors), 0, CURSOR_BYTES, 0);
    closeSync(fd);
    return true;
  } catch {
    return false;
  }
}

/** A session's place; 0 for one that has read nothing. */
export function cursorOf(cursors: Cursors, session: string): number {
  return cursors.get(session.slice(0, ID_CHARS_MAX)) ?? 0;
}

function encode(cursors: Cursors): Buffer {
  const bytes = Buffer.alloc(CURSOR_BYTES, ' ');
  bytes.write(JSON.stringify([...cursors]), 'utf8');
  return bytes;
}

function pairOf(pair: unknown): [string, number][] {
  if (!Array.isArray(pair)) return [];
  const [session, at]: unknown[] = pair;
  return typeof session === 'string' && typeof at === 'number' && at >= 0 ? [[session, at]] : [];
}
