import { isUtf8 } from 'node:buffer';
import { type ActionLine, actionLineSchema, flawText, iJsonFlaw } from '@rein/contract/api';

/** A line of a wrapper's output: an action, or why it is none. Lines count from 1. */
export type ReadLine =
  | { readonly ok: true; readonly line: number; readonly action: ActionLine }
  | { readonly ok: false; readonly line: number; readonly why: string };

/** Bytes of one line: content of an action, and what is around it. */
const LINE_BYTES_MAX = 2 * 1024 * 1024;
const TOO_LONG = `it has more than ${LINE_BYTES_MAX} bytes`;
const NEWLINE = 0x0a;

/** Reads one line of the action contract. Never throws: a wrapper's output is anybody's. */
export function readActionLine(text: string, line: number): ReadLine {
  if (text.length > LINE_BYTES_MAX) return { ok: false, line, why: TOO_LONG };
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { ok: false, line, why: 'it is not JSON' };
  }
  // The daemon would refuse it too, but not by its number.
  const flaw = iJsonFlaw(text);
  if (flaw !== undefined) return { ok: false, line, why: flaw };
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
  let pieces: Uint8Array[] = [];
  let held = 0;
  let line = 0;
  const add = (piece: Uint8Array): void => {
    held += piece.length;
    // What grew too long is dropped as it comes, and reported when it ends.
    if (held > LINE_BYTES_MAX) pieces = [];
    else pieces.push(piece);
  };
  const finish = (): readonly ReadLine[] => {
    const bytes = Buffer.concat(pieces);
    const isTooLong = held > LINE_BYTES_MAX;
    pieces = [];
    held = 0;
    line += 1;
    if (isTooLong) return [{ ok: false, line, why: TOO_LONG }];
    // Read as if it were, a file would not be what its author meant.
    if (!isUtf8(bytes)) return [{ ok: false, line, why: 'it is not UTF-8' }];
    const text = bytes.toString('utf8');
    return text.trim() === '' ? [] : [readActionLine(text, line)];
  };
  return {
    take(piece) {
      const found: ReadLine[] = [];
      let start = 0;
      for (let end = piece.indexOf(NEWLINE); end >= 0; end = piece.indexOf(NEWLINE, start)) {
        add(piece.subarray(start, end));
        found.push(...finish());
        start = end + 1;
      }
      add(piece.subarray(start));
      return found;
    },
    end: () => (held === 0 ? [] : finish()),
  };
}
