import type { Answer } from '@rein/enforce';
import { cliFault } from '../fault.js';

/** Throws `decision-refused` unless the engine agreed. */
export function accept(answer: Answer): void {
  if (!answer.ok) throw cliFault('decision-refused', { why: answer.message });
}
