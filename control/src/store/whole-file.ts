import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { codeOf, fault } from '../fault.js';

/** Where the header of a database file says what; https://www.sqlite.org/fileformat2.html#the_database_header */
const HEADER_BYTES = 100;
const MAGIC = 'SQLite format 3\0';
const PAGE_SIZE_AT = 16;
const CHANGES_AT = 24;
const PAGES_AT = 28;
const VALID_FOR_AT = 92;
/** The page size 65536 does not fit its two bytes and is written as 1. */
const LARGEST_PAGE = 65_536;

/**
 * Throws `store-damaged` if the database file lacks its end or is none. SQLite itself notices only
 * when it needs a page that is gone, which may be after it has answered from the rest.
 */
export function checkWholeFile(path: string): void {
  let fd: number;
  try {
    fd = openSync(path, 'r');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return;
    throw fault('store-read-only', {}, error);
  }
  try {
    const { size } = fstatSync(fd);
    if (size === 0) return;
    const header = Buffer.alloc(HEADER_BYTES);
    const read = readSync(fd, header, 0, HEADER_BYTES, 0);
    if (read < HEADER_BYTES || header.toString('latin1', 0, MAGIC.length) !== MAGIC) {
      throw fault('store-damaged', { why: 'it is not a database' });
    }
    // The count of pages is kept only by versions that also copy the change counter.
    if (header.readUInt32BE(CHANGES_AT) !== header.readUInt32BE(VALID_FOR_AT)) return;
    const stated = header.readUInt16BE(PAGE_SIZE_AT);
    const expected = header.readUInt32BE(PAGES_AT) * (stated === 1 ? LARGEST_PAGE : stated);
    if (size < expected) {
      throw fault('store-damaged', { why: `it has ${size} bytes of ${expected}` });
    }
  } finally {
    closeSync(fd);
  }
}
