import { spawnSync } from 'node:child_process';
import { stripVTControlCharacters } from 'node:util';
import { squeeze } from './columns.js';
import { isTerminal, say } from './streams.js';

const STDERR = 2;
const SAVE_AND_GO_TO_TOP = '\x1b7\x1b[1;1H';
const RESTORE_AND_RING = '\x1b[K\x1b8\x07';

/**
 * A line for whoever looks at this terminal while a command runs there. A program that takes keys one
 * by one draws the screen too: then the line stands at the top of it, with a bell, and the cursor is
 * where that program left it.
 */
export function notice(line: string): void {
  const columns = columnsDrawnOn();
  if (columns === undefined) {
    say(`${line}\n`);
    return;
  }
  const text = squeeze(stripVTControlCharacters(line), columns);
  say(`${SAVE_AND_GO_TO_TOP}\x1b[7m${text}\x1b[0m${RESTORE_AND_RING}`);
}

/** Columns of the terminal if a program draws there. Node can change a terminal's mode, not read it. */
function columnsDrawnOn(): number | undefined {
  if (!isTerminal('stderr')) return undefined;
  const { stdout } = spawnSync('stty', ['-a'], {
    stdio: [STDERR, 'pipe', 'ignore'],
    encoding: 'utf8',
  });
  const { columns } = /columns (?<columns>\d+)/.exec(stdout)?.groups ?? {};
  return columns !== undefined && /\s-icanon\b/.test(stdout) ? Number(columns) : undefined;
}
