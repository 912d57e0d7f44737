import { closeSync, fstatSync, openSync } from 'node:fs';
import { reasonOf } from '@rein/enforce';
import { cliFault } from '../fault.js';
import { readUpTo } from '../read-up-to.js';

const OTHERS = 0o077;
/** No token is longer; whatever is, is another file. */
const TOKEN_CHARS_MAX = 256;
/** Bytes that are looked at: a token, and blanks around it. */
export const TOKEN_FILE_BYTES_MAX = 4096;

/** The token in a file. Throws `token-file`. */
export function readTokenFile(path: string): string {
  const bad = (why: string, cause?: unknown) => cliFault('token-file', { path, why }, cause);
  let fd: number;
  try {
    fd = openSync(path, 'r');
  } catch (error) {
    throw bad(reasonOf(error), error);
  }
  try {
    const found = fstatSync(fd);
    if (found.isFile() && (found.mode & OTHERS) !== 0) throw bad('other users may read it');
    if (found.isDirectory()) throw bad('it is a folder');
    return tokenFrom(readUpTo(fd, TOKEN_FILE_BYTES_MAX).toString('utf8'), bad);
  } finally {
    closeSync(fd);
  }
}

/** The one token in a text. */
export function tokenFrom(text: string, bad: (why: string) => Error): string {
  const token = text.trim();
  if (token === '') throw bad('it is empty');
  if (token.length > TOKEN_CHARS_MAX || !/^[\x21-\x7e]+$/.test(token)) {
    throw bad('it holds something else than a token');
  }
  return token;
}

/** The token that options or the environment name; undefined if neither does. */
export function namedToken(tokenFile: string | undefined): string | undefined {
  const file = tokenFile ?? process.env.REIN_TOKEN_FILE;
  if (file !== undefined && file !== '') return readTokenFile(file);
  const token = process.env.REIN_TOKEN;
  return token === undefined || token === '' ? undefined : token;
}
