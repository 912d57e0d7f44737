import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { addNames } from '../names/more-names.js';
import { followNames } from '../names/resolve.js';
import { CONTROL_SOCKET, NEXT_IMAGE, POLICY_COPY } from '../state/run-file.js';
import { type Answer, tellNames, tellSwap } from './control.js';

/** A policy that is to take the place of a run's. */
export interface NextPolicy {
  /** Path of its file, for the record. */
  readonly path: string;
  readonly text: string;
  readonly image: Uint8Array;
  /** That it spells out: what they resolve to is told before it decides. */
  readonly hostNames: readonly string[];
  readonly reason: string;
}

/**
 * Puts a live run under another policy, without a moment under none. What the engine refuses changes
 * nothing; when it has taken it, the run's copy of the policy is the new text.
 */
export async function swapPolicy(
  folder: string,
  { path, text, image, hostNames, reason }: NextPolicy,
): Promise<Answer> {
  const next = join(folder, NEXT_IMAGE);
  const copy = join(folder, POLICY_COPY);
  const fresh = `${copy}.${process.pid}`;
  try {
    writeFileSync(next, image, { mode: 0o600 });
    // Before the engine is told: a full disk must not leave it under a policy that nobody has.
    writeFileSync(fresh, text, { mode: 0o600 });
    await tellAddresses(folder, hostNames);
    const answer = await tellSwap(join(folder, CONTROL_SOCKET), path, reason);
    if (answer.ok) renameSync(fresh, copy);
    return answer;
  } finally {
    for (const draft of [next, fresh]) rmSync(draft, { force: true });
  }
}

/** Before the policy that asks for them: there is no moment in which a rule knows no address. */
async function tellAddresses(folder: string, hostNames: readonly string[]): Promise<void> {
  if (hostNames.length === 0) return;
  const frames: Buffer[] = [];
  const names = followNames(hostNames, (frame) => frames.push(frame));
  await names.first;
  names.stop();
  await tellNames(join(folder, CONTROL_SOCKET), frames);
  addNames(folder, hostNames);
}
