import { shown } from '@rein/enforce';
import { commandLine } from './words.js';

// What the engine sent is in shown form: only backslashes in it are there on purpose.
const UNSAFE = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]/u;

/**
 * A string of an agent that may be in shown form already, for the screen: left as it is when nothing
 * in it can move a cursor or reverse a line, else escaped.
 */
export function foreign(text: string, limit = 4096): string {
  if (UNSAFE.test(text)) return shown(text, limit);
  return text.length <= limit ? text : `${Array.from(text).slice(0, limit).join('')}…`;
}

/** Characters of a command in a table. */
const COMMAND_CHARS = 60;

/** A foreign command in a cell of a table. */
export function commandCell(argv: readonly string[]): string {
  return foreign(commandLine(argv.map((word) => foreign(word))), COMMAND_CHARS);
}
