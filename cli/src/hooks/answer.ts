import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { FEEDBACK_FILE } from '@rein/enforce';
import { FEEDBACK_BYTES_MAX } from '@rein/govern';
import { deliver } from './blocks.js';
import { cursorOf, readCursors, writeCursor } from './cursor.js';
import { type Agent, contextAnswer, DIALECTS, type HookInput } from './dialects.js';

/**
 * What a hook of `agent` answers: the feedback its session has not seen yet, or nothing at all.
 *
 * When the policy does not let the place be written down, the feedback goes out all the same: twice
 * is better than never.
 */
export function answerHook(agent: Agent, { event, session }: HookInput, folder: string): string {
  if (!DIALECTS[agent].events.has(event)) return '';
  const from = cursorOf(readCursors(folder), session);
  const unread = readFeedback(folder, from);
  const { text, bytes } = deliver(unread);
  if (bytes > 0) writeCursor(folder, session, from + bytes);
  return text === '' ? '' : contextAnswer(event, text);
}

/** The bytes of a run's feedback from an offset on. */
function readFeedback(folder: string, from: number): Buffer {
  let fd: number;
  try {
    fd = openSync(join(folder, FEEDBACK_FILE), constants.O_RDONLY | constants.O_NOFOLLOW);
  } catch {
    return Buffer.alloc(0);
  }
  try {
    const size = Math.min(fstatSync(fd).size, 2 * FEEDBACK_BYTES_MAX);
    const bytes = Buffer.alloc(Math.max(0, size - from));
    const read = readSync(fd, bytes, 0, bytes.length, from);
    return bytes.subarray(0, read);
  } finally {
    closeSync(fd);
  }
}
