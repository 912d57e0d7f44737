import { type ActionLine, actionLineSchema, flawText } from '@rein/contract/api';

/** A line of a wrapper's output: an action, or why it is none. Lines count from 1. */
export type ReadLine =
  | { readonly ok: true; readonly line: number; readonly action: ActionLine }
  | { readonly ok: false; readonly line: number; readonly why: string };

/** Characters of one line: content of an action, and what is around it. */
const LINE_MAX = 2 * 1024 * 1024;

/** Reads one line of the action contract. Never throws: a wrapper's output is anybody's. */
export function readActionLine(text: string, line: number): ReadLine {
  if (text.length > LINE_MAX)
    return { ok: false, line, why: `it has more than ${LINE_MAX} characters` };
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { ok: false, line, why: 'it is not JSON' };
  }
  const parsed = actionLineSchema.safeParse(value);
  if (parsed.success) return { ok: true, line, action: parsed.data };
  return { ok: false, line, why: flawText(parsed.error) };
}

/** An action as the line that a wrapper prints. */
export function actionLine(action: ActionLine): string {
  return `${JSON.stringify(actionLineSchema.parse(action))}\n`;
}

/** Puts the pieces of an output together to lines. */
export interface LineReader {
  /** Lines that are whole by now. */
  take(piece: Uint8Array): readonly ReadLine[];
  /** What was begun and not ended. */
  end(): readonly ReadLine[];
}

export function createLineReader(): LineReader {
  const decoder = new TextDecoder('utf-8', { fatal: false });
  let rest = '';
  let line = 0;
  // A line that grew too long is dropped as it comes, and reported when it ends.
  let dropped = false;
  const finish = (text: string): readonly ReadLine[] => {
    line += 1;
    const wasDropped = dropped;
    dropped = false;
    if (wasDropped) return [{ ok: false, line, why: `it has more than ${LINE_MAX} characters` }];
    return text.trim() === '' ? [] : [readActionLine(text, line)];
  };
  const cut = (): void => {
    if (rest.length <= LINE_MAX) return;
    dropped = true;
    rest = '';
  };
  return {
    take(piece) {
      const [first = '', ...others] = (rest + decoder.decode(piece, { stream: true })).split('\n');
      const whole = [first, ...others];
      rest = whole.pop() ?? '';
      const found = whole.flatMap(finish);
      cut();
      return found;
    },
    end() {
      const text = rest + decoder.decode();
      rest = '';
      return text === '' && !dropped ? [] : finish(text);
    },
  };
}
