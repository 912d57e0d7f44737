import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import type { Output } from '@rein/contract/api';
import { codeOf } from '../fault.js';
import { LIMITS } from '../limits.js';
import { OUTPUT_FILES } from '../runner/protocol.js';

/** A piece of what a run's command wrote, from byte `offset` on. */
export function readOutput(
  folder: string,
  stream: keyof typeof OUTPUT_FILES,
  offset: number,
  isOver: boolean,
): Output {
  const empty = { stream, offset, next_offset: offset, data: '', ended: isOver, kept: true };
  let fd: number;
  try {
    fd = openSync(join(folder, OUTPUT_FILES[stream]), 'r');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return { ...empty, kept: false };
    throw error;
  }
  try {
    const { size } = fstatSync(fd);
    if (offset >= size) return empty;
    const buffer = Buffer.alloc(Math.min(LIMITS.outputBytes, size - offset));
    const read = readSync(fd, buffer, 0, buffer.length, offset);
    const next = offset + read;
    return {
      ...{ ...empty, next_offset: next, ended: isOver && next >= size },
      data: buffer.subarray(0, read).toString('base64'),
    };
  } finally {
    closeSync(fd);
  }
}
