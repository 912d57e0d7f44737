import { EXIT } from '../exit-codes.js';
import type { Loss } from '../record/recorder.js';

/** How a run ended, in one word. */
export type RunOutcome =
  | { readonly how: 'ended'; readonly code: number }
  /** The engine did first. */
  | { readonly how: 'failed' };

/**
 * Exit code of `rein run`. That of the command, unless something has to be known that the command
 * cannot tell: that it was not governed to its end, or that not all is on the record.
 */
export function exitCodeOf(outcome: RunOutcome, loss: Loss): number {
  if (outcome.how === 'failed') return EXIT.engine;
  return loss.entries > 0 || loss.lines > 0 ? EXIT.recordIncomplete : outcome.code;
}
