import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CONTROL_SOCKET, NEXT_IMAGE, POLICY_COPY } from '../state/run-file.js';
import { type Answer, tellSwap } from './control.js';

/** A policy that is to take the place of a run's. */
export interface NextPolicy {
  /** Path of its file, for the record. */
  readonly path: string;
  readonly text: string;
  readonly image: Uint8Array;
  readonly reason: string;
}

/**
 * Puts a live run under another policy, without a moment under none. What the engine refuses changes
 * nothing; when it has taken it, the run's copy of the policy is the new text.
 */
export async function swapPolicy(
  folder: string,
  { path, text, image, reason }: NextPolicy,
): Promise<Answer> {
  const next = join(folder, NEXT_IMAGE);
  const copy = join(folder, POLICY_COPY);
  const fresh = `${copy}.${process.pid}`;
  try {
    writeFileSync(next, image, { mode: 0o600 });
    // Before the engine is told: a full disk must not leave it under a policy that nobody has.
    writeFileSync(fresh, text, { mode: 0o600 });
    const answer = await tellSwap(join(folder, CONTROL_SOCKET), path, reason);
    if (answer.ok) renameSync(fresh, copy);
    return answer;
  } finally {
    for (const draft of [next, fresh]) rmSync(draft, { force: true });
  }
}
