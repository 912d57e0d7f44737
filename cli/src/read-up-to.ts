import { readSync } from 'node:fs';

const READ_BYTES = 64 * 1024;

/**
 * What a descriptor gives, as far as one byte more than `bytesMax`: who asked sees that it is too
 * much, and a device without an end is not read to it.
 */
export function readUpTo(fd: number, bytesMax: number): Buffer {
  const chunks: Buffer[] = [];
  for (let left = bytesMax + 1; left > 0; ) {
    const chunk = Buffer.alloc(Math.min(left, READ_BYTES));
    const read = readSync(fd, chunk, 0, chunk.length, null);
    if (read === 0) break;
    chunks.push(chunk.subarray(0, read));
    left -= read;
  }
  return Buffer.concat(chunks);
}
