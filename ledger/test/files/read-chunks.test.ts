import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { readChunks } from '../../src/files/read-chunks.js';
import { LIMITS } from '../../src/limits.js';
import { tempDir } from '../support/temp.js';

async function fileOf(bytes: Buffer) {
  const path = join(tempDir(), 'file');
  writeFileSync(path, bytes);
  const file = await open(path, 'r');
  onTestFinished(() => file.close());
  return file;
}

it('hands out every byte once, whatever is read ahead', async () => {
  for (const size of [0, 1, LIMITS.readBytes, 3 * LIMITS.readBytes + 7]) {
    const bytes = randomBytes(size);
    const seen: Buffer[] = [];
    for await (const chunk of readChunks(await fileOf(bytes))) seen.push(Buffer.from(chunk));
    expect(Buffer.concat(seen).equals(bytes)).toBe(true);
  }
});

it('is done with the file when its reader stops in the middle', async () => {
  const bytes = randomBytes(3 * LIMITS.readBytes);
  const file = await fileOf(bytes);
  let first = Buffer.alloc(0);
  for await (const chunk of readChunks(file)) {
    first = Buffer.from(chunk);
    break;
  }
  expect(first.equals(bytes.subarray(0, LIMITS.readBytes))).toBe(true);
  await file.close();
});

it('fails where reading fails', async () => {
  const folder = await open(tempDir(), 'r');
  onTestFinished(() => folder.close());
  await expect(readChunks(folder).next()).rejects.toThrow('EISDIR');
});
