import { reasonOf } from '@rein/enforce';
import { cliFault } from '../fault.js';
import { readUpTo } from '../read-up-to.js';
import type { HookInput } from './dialects.js';

/** Tool input and output come along; agents cap them well below this. */
const INPUT_BYTES_MAX = 64 * 1024 * 1024;

/** Reads a hook's input from stdin. Throws `bad-hook-input`. */
export function readHookInput(fd = 0): HookInput {
  try {
    const bytes = readUpTo(fd, INPUT_BYTES_MAX);
    if (bytes.length > INPUT_BYTES_MAX) throw new Error('it is too long');
    return parseHookInput(bytes.toString('utf8'));
  } catch (error) {
    throw cliFault('bad-hook-input', { why: reasonOf(error) }, error);
  }
}

/** The members of a hook's input that matter here. */
export function parseHookInput(text: string): HookInput {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Error('it is not JSON');
  }
  if (typeof value !== 'object' || value === null) throw new Error('it is not an object');
  const event: unknown = Reflect.get(value, 'hook_event_name');
  const session: unknown = Reflect.get(value, 'session_id');
  if (typeof event !== 'string') throw new Error('hook_event_name is not a string');
  return { event, session: typeof session === 'string' ? session : '' };
}
