import { whyNot } from '@rein/govern';
import { describe } from 'vitest';

const missing = await whyNot('observe');

/** Tests that need the tier; where it cannot be had they are skipped, with the reason in their title. */
export function onObserve(what: string, tests: () => void): void {
  if (missing === undefined) describe(what, tests);
  else describe.skip(`${what} (skipped: ${missing})`, tests);
}
