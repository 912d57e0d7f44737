import { setTimeout as sleep } from 'node:timers/promises';
import { isAlive, type ProcessIdentity } from '@rein/enforce';

const LOOK_EVERY_MS = 200;

/**
 * Waits until a command whose engine is gone has ended. It is no child of this process, and every
 * call that the policy asks about fails for it; leaving before it does would hide that it lives.
 */
export async function waitForEnd(command: ProcessIdentity): Promise<void> {
  while (isAlive(command)) await sleep(LOOK_EVERY_MS);
}
