import type { FileHandle } from 'node:fs/promises';
import { LIMITS } from '../limits.js';

/** The bytes of a file from its start. Each piece is valid only until the next is asked for. */
export async function* readChunks(file: FileHandle): AsyncGenerator<Buffer> {
  const buffer = Buffer.allocUnsafe(LIMITS.readBytes);
  let offset = 0;
  for (;;) {
    const { bytesRead } = await file.read(buffer, 0, buffer.length, offset);
    if (bytesRead === 0) return;
    offset += bytesRead;
    yield buffer.subarray(0, bytesRead);
  }
}
