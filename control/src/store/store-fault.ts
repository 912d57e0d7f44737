import { ControlFault, codeOf, fault, reasonOf } from '../fault.js';

/** SQLite's primary result codes that mean something to whoever runs the daemon. */
const BUSY = 5;
const READONLY = 8;
const CORRUPT = 11;
const FULL = 13;
const CANTOPEN = 14;
const CONSTRAINT = 19;
const NOTADB = 26;
/** SQLITE_CONSTRAINT_UNIQUE and SQLITE_CONSTRAINT_PRIMARYKEY. */
const DUPLICATES: ReadonlySet<number> = new Set([2067, 1555]);

const BY_NAME: ReadonlyMap<string, number> = new Map([
  ['SQLITE_BUSY', BUSY],
  ['SQLITE_LOCKED', BUSY],
  ['SQLITE_READONLY', READONLY],
  ['SQLITE_CORRUPT', CORRUPT],
  ['SQLITE_FULL', FULL],
  ['SQLITE_CANTOPEN', CANTOPEN],
  ['SQLITE_CONSTRAINT', CONSTRAINT],
  ['SQLITE_NOTADB', NOTADB],
]);

/** What a failure of SQLite means: the typed error, or the thing itself if it is none of SQLite's. */
export function storeFault(error: unknown): unknown {
  if (error instanceof ControlFault) return error;
  const code = resultCode(error);
  switch (code) {
    case undefined:
    // A race that the caller resolves by asking `isDuplicate`, or a bug; not a failing disk.
    case CONSTRAINT:
      return error;
    case BUSY:
      return fault('store-busy', {}, error);
    case READONLY:
    case CANTOPEN:
      return fault('store-read-only', {}, error);
    case FULL:
      return fault('store-full', {}, error);
    case CORRUPT:
    case NOTADB:
      return fault('store-damaged', { why: reasonOf(error) }, error);
    default:
      return fault('store-failed', { why: reasonOf(error) }, error);
  }
}

/** Primary result code of an error of either library; undefined when SQLite did not throw it. */
function resultCode(error: unknown): number | undefined {
  const name = codeOf(error);
  if (name === 'ERR_SQLITE_ERROR') return (extendedCode(error) ?? 1) & 0xff;
  if (name === undefined || !name.startsWith('SQLITE_')) return undefined;
  // `SQLITE_READONLY_DIRECTORY` is SQLITE_READONLY with a detail.
  return BY_NAME.get(name.split('_').slice(0, 2).join('_')) ?? 1;
}

/** Whether a write was refused because a row with the same key is there. */
export function isDuplicate(error: unknown): boolean {
  const name = codeOf(error);
  if (name === 'ERR_SQLITE_ERROR') return DUPLICATES.has(extendedCode(error) ?? 0);
  return name === 'SQLITE_CONSTRAINT_UNIQUE' || name === 'SQLITE_CONSTRAINT_PRIMARYKEY';
}

/** Whether a statement was refused for what it says: nothing else of its transaction is undone. */
export function isConstraint(error: unknown): boolean {
  return resultCode(error) === CONSTRAINT;
}

function extendedCode(error: unknown): number | undefined {
  return typeof error === 'object' &&
    error !== null &&
    'errcode' in error &&
    typeof error.errcode === 'number'
    ? error.errcode
    : undefined;
}
