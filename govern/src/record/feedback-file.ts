import { closeSync, constants, openSync, writeSync } from 'node:fs';

/** Bytes of one run's feedback: an agent reads it, and a storm of denials must not fill the disk. */
export const FEEDBACK_BYTES_MAX = 1024 * 1024;
const FULL = '[rein] more was decided than fits here; `rein why` has the rest.\n\n';

/** What the agent was told, as text blocks with a blank line between them. */
export interface FeedbackFile {
  append(text: string): void;
  close(): void;
}

/** Opens the feedback file of a run to append; `size` is what it holds already. */
export function openFeedbackFile(path: string, size = 0): FeedbackFile {
  const { O_WRONLY, O_APPEND, O_CREAT, O_NOFOLLOW } = constants;
  const fd = openSync(path, O_WRONLY | O_APPEND | O_CREAT | O_NOFOLLOW, 0o600);
  let left = FEEDBACK_BYTES_MAX - size;
  return {
    append(text) {
      if (left <= 0) return;
      const block = `${text.trimEnd()}\n\n`;
      left -= Buffer.byteLength(block);
      // A full disk is counted where it matters, at the ledger; the process was told already.
      try {
        writeSync(fd, left > 0 ? block : FULL);
      } catch {
        left = 0;
      }
    },
    close: () => closeSync(fd),
  };
}
