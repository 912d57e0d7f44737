import { constants } from 'node:os';
import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { EXIT } from '../exit-codes.js';
import { out } from '../terminal/streams.js';
import type { Size } from './draw.js';
import { type Key, PASTE } from './keys.js';

/** A terminal that one program draws on, line by line. */
export interface Screen {
  size(): Size;
  /** Shows these lines; only those that changed are written. */
  show(lines: readonly string[]): void;
  /** Gives the terminal back as it was. */
  close(): void;
}

export interface ScreenEvents {
  readonly onKey: (key: Key) => void;
  readonly onResize: () => void;
}

/** How long a lone Esc waits for more: keys that begin with it come in one piece, over ssh too. */
const ESCAPE_MS = 50;
/** The other screen, without a cursor; and what is pasted comes marked as such. */
const ENTER = '\x1b[?1049h\x1b[?25l\x1b[?2004h';
const LEAVE = '\x1b[?2004l\x1b[?25h\x1b[?1049l';
/** Characters of what is pasted that are taken: more than a reason holds. */
const PASTED_CHARS_MAX = 4096;
/** A terminal that knows this shows what lies in between at once; others ignore it. */
const BEGIN = '\x1b[?2026h';
const END = '\x1b[?2026l';

export function openScreen({ onKey, onResize }: ScreenEvents): Screen {
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  // It puts the terminal in raw mode and reads keys; the line that it edits is of no use here.
  const keys = createInterface({
    ...{ input: process.stdin, output: nowhere, terminal: true, historySize: 0 },
    escapeCodeTimeout: ESCAPE_MS,
  });
  // A text that is pasted is no row of keys: a line of it must not decide about anything.
  let pasted: string | undefined;
  const take = (_text: string | undefined, key: Key): void => {
    keys.write(null, { ctrl: true, name: 'u' });
    if (key.name === 'paste-start') pasted = '';
    else if (key.name === 'paste-end') {
      const sequence = pasted ?? '';
      pasted = undefined;
      onKey({ name: PASTE, sequence });
    } else if (pasted === undefined) onKey(key);
    else pasted = `${pasted}${key.sequence ?? ''}`.slice(0, PASTED_CHARS_MAX);
  };
  process.stdin.on('keypress', take);
  keys.on('SIGINT', () => undefined);
  keys.on('SIGTSTP', suspend);
  let before: readonly string[] = [];
  const resized = (): void => {
    before = [];
    onResize();
  };
  process.stdout.on('resize', resized);
  out(ENTER);
  let isOpen = true;
  const close = (): void => {
    if (!isOpen) return;
    isOpen = false;
    process.stdin.off('keypress', take);
    process.stdout.off('resize', resized);
    keys.close();
    out(LEAVE);
  };
  /** Ctrl-Z: the shell finds its terminal as it was, and `fg` finds this one. */
  function suspend(): void {
    process.stdin.setRawMode(false);
    out(LEAVE);
    process.once('SIGCONT', () => {
      process.stdin.setRawMode(true);
      out(ENTER);
      resized();
    });
    process.kill(process.pid, 'SIGTSTP');
  }
  // However this ends, the terminal is not left in a state that nobody can type in.
  process.once('exit', close);
  for (const signal of ['SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => process.exit(EXIT.signalBase + constants.signals[signal]));
  }
  return {
    size: () => ({ columns: process.stdout.columns ?? 80, rows: process.stdout.rows ?? 24 }),
    show(lines) {
      const whole = before.length !== lines.length;
      const changed = lines.flatMap((line, at) =>
        !whole && before[at] === line ? [] : [`\x1b[${at + 1};1H${line}\x1b[0m`],
      );
      before = lines;
      if (changed.length > 0) out(`${BEGIN}${whole ? '\x1b[2J' : ''}${changed.join('')}${END}`);
    },
    close,
  };
}
