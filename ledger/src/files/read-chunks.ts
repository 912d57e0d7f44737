import type { FileHandle } from 'node:fs/promises';
import { LIMITS } from '../limits.js';

/**
 * The bytes of a file from its start. Each piece is valid only until the next is asked for; that one
 * is read while the piece is worked on.
 */
export async function* readChunks(file: FileHandle): AsyncGenerator<Buffer> {
  let [chunk, spare] = [Buffer.allocUnsafe(LIMITS.readBytes), Buffer.allocUnsafe(LIMITS.readBytes)];
  let offset = 0;
  let reading = file.read(chunk, 0, chunk.length, offset);
  try {
    for (;;) {
      const { bytesRead } = await reading;
      if (bytesRead === 0) return;
      offset += bytesRead;
      reading = file.read(spare, 0, spare.length, offset);
      yield chunk.subarray(0, bytesRead);
      [chunk, spare] = [spare, chunk];
    }
  } finally {
    // Nobody may want it any more; the memory is the reader's until it is over.
    await reading.catch(() => undefined);
  }
}
