import { shown } from '@rein/enforce';

// What the engine sent is in shown form: only backslashes in it are there on purpose.
const UNSAFE = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]/u;

/**
 * A string of an agent that may be in shown form already, for the screen: left as it is when nothing
 * in it can move a cursor or reverse a line, else escaped.
 */
export function foreign(text: string, limit = 4096): string {
  return UNSAFE.test(text) || text.length > limit ? shown(text, limit) : text;
}
