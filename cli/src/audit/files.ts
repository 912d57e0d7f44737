import {
  closeSync,
  createReadStream,
  existsSync,
  fsyncSync,
  linkSync,
  openSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { reasonOf } from '@rein/enforce';
import { LIMITS, parsePublicKeys, type TrustedKey } from '@rein/ledger';
import { cliFault } from '../fault.js';
import { out } from '../terminal/streams.js';

/** The bytes of a file in pieces. Throws `file-unreadable`. */
export async function* chunksOf(path: string): AsyncGenerator<Uint8Array, void> {
  try {
    for await (const chunk of createReadStream(path, { highWaterMark: LIMITS.readBytes })) {
      if (chunk instanceof Uint8Array) yield chunk;
    }
  } catch (error) {
    throw cliFault('file-unreadable', { path, why: reasonOf(error) }, error);
  }
}

/** A file as a whole, up to `bytesMax`. Throws `file-unreadable`. */
export async function wholeFile(path: string, bytesMax: number): Promise<Buffer> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const chunk of chunksOf(path)) {
    parts.push(Buffer.from(chunk));
    length += chunk.length;
    if (length > bytesMax) {
      throw cliFault('file-unreadable', { path, why: `it has more than ${bytesMax} bytes` });
    }
  }
  return Buffer.concat(parts);
}

/** 32 bytes in base64, or the text of a PEM file: a name that looks so is not one. */
const KEY = /^([A-Za-z0-9+/]{43}=?$|-----BEGIN )/;

/** The keys that `--key` names: a file that holds them, or one key itself. Throws `file-unreadable`. */
export async function keysFrom(text: string): Promise<TrustedKey[]> {
  if (!existsSync(text)) {
    if (KEY.test(text.trim())) return parsePublicKeys(text);
    const why = 'there is no such file, and it is no key in base64 either';
    throw cliFault('file-unreadable', { path: text, why });
  }
  return parsePublicKeys((await wholeFile(text, LIMITS.keyFileBytes)).toString('utf8'));
}

export interface Target {
  /** Where to; standard output if it is not given. */
  readonly path: string | undefined;
  readonly force: boolean;
}

/** Writes all pieces to a file that is then there whole, or not at all; mode 0600. */
export async function writeWhole(
  { path, force }: Target,
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): Promise<void> {
  if (path === undefined) {
    for await (const chunk of chunks) out(chunk);
    return;
  }
  if (!force && existsSync(path)) throw cliFault('file-exists', { path });
  const draft = `${path}.${process.pid}.tmp`;
  try {
    const file = openSync(draft, 'wx', 0o600);
    try {
      for await (const chunk of chunks) writeFileSync(file, chunk);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    // A link fails where a rename would replace what came there in the meantime.
    if (force) renameSync(draft, path);
    else linkSync(draft, path);
  } catch (error) {
    // What is wrong with the record itself has a code of its own.
    if (Reflect.get(Object(error), 'syscall') === undefined) throw error;
    throw cliFault('file-not-written', { path, why: reasonOf(error) }, error);
  } finally {
    rmSync(draft, { force: true });
  }
}

/** The bytes before the first newline of a file, or as many of them as a bundle's may have. */
export async function firstLine(path: string): Promise<Buffer> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const chunk of chunksOf(path)) {
    const end = chunk.indexOf(0x0a);
    parts.push(Buffer.from(end < 0 ? chunk : chunk.subarray(0, end)));
    length += chunk.length;
    if (end >= 0 || length > LIMITS.manifestBytes) break;
  }
  return Buffer.concat(parts);
}
