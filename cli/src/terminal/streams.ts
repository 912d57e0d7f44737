import { writeSync } from 'node:fs';
import { isatty } from 'node:tty';
import { EXIT } from '../exit-codes.js';

const STDOUT = 1;
const STDERR = 2;
const SIGPIPE = 13;
const AGAIN_MS = 2;

/**
 * Data. Node's own `process.stdout` is not touched: opening it makes a pipe non-blocking for
 * everyone who shares it, and the agent of a run does.
 */
export function out(text: string | Uint8Array): void {
  try {
    writeAll(STDOUT, text);
  } catch (error) {
    // The reader has seen enough (`rein replay | head`): end as any filter does.
    if (codeOf(error) === 'EPIPE') process.exit(EXIT.signalBase + SIGPIPE);
    throw error;
  }
}

/** Decoration, hints and errors. A terminal that went away does not end a run. */
export function say(text: string): void {
  try {
    writeAll(STDERR, text);
  } catch {
    // Nobody is there to be told.
  }
}

const FDS = { stdin: 0, stdout: STDOUT, stderr: STDERR } as const;

export const isTerminal = (stream: keyof typeof FDS): boolean => isatty(FDS[stream]);

/** Writes all of it, however slow the reader is. */
export function writeAll(fd: number, data: string | Uint8Array): void {
  const bytes = Buffer.from(data);
  for (let at = 0; at < bytes.length; ) {
    try {
      at += writeSync(fd, bytes, at);
    } catch (error) {
      // Someone else made the pipe non-blocking and its reader is slow.
      if (codeOf(error) !== 'EAGAIN') throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, AGAIN_MS);
    }
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error ? Reflect.get(error, 'code') : undefined;
}
