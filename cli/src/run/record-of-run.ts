import { createHash } from 'node:crypto';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  FEEDBACK_FILE,
  makeRunFolder,
  nameRun,
  openStateDirectory,
  POLICY_COPY,
  type RunFolder,
} from '@rein/enforce';
import { openFeedbackFile } from '@rein/govern';
import { type Ledger, openLedger, openUserKey } from '@rein/ledger';
import { cliFault } from '../fault.js';
import { createCursorFile } from '../hooks/cursor.js';
import { systemRefusal } from '../system-refusal.js';

/** Where a new run's record will be; nothing of it is there yet. */
export interface RunPlace extends RunFolder {
  readonly state: string;
  readonly feedbackPath: string;
}

/** The place of a new run's record, open for writing. */
export interface RunRecord extends RunPlace {
  readonly ledger: Ledger;
  /** SHA-256 of the policy text, hex: what the record says the run was held to. */
  readonly policyDigest: string;
  /** SHA-256 of what the engine was given, hex. */
  readonly imageDigest: string;
}

export function planRun(): RunPlace {
  const state = openStateDirectory();
  return placeOf(state, nameRun(state));
}

/** The place of a run that has one. */
export function placeOf(state: string, named: RunFolder): RunPlace {
  return { state, ...named, feedbackPath: join(named.folder, FEEDBACK_FILE) };
}

/**
 * Makes the folder of a new run and all that is in it before the command starts. Nothing is started
 * where nothing can be recorded: throws `record-not-begun`, and leaves no run behind.
 */
export async function createRunRecord(
  place: RunPlace,
  policyText: string,
  image: Uint8Array,
): Promise<RunRecord> {
  makeRunFolder(place);
  try {
    return await fillRunFolder(place, policyText, image);
  } catch (error) {
    rmSync(place.folder, { recursive: true, force: true });
    const why = systemRefusal(error);
    throw why === undefined ? error : cliFault('record-not-begun', { why }, error);
  }
}

async function fillRunFolder(
  place: RunPlace,
  policyText: string,
  image: Uint8Array,
): Promise<RunRecord> {
  const { state, run, folder, feedbackPath } = place;
  writeFileSync(join(folder, POLICY_COPY), policyText, { mode: 0o600, flag: 'wx' });
  createCursorFile(folder);
  openFeedbackFile(feedbackPath).close();
  const signer = await openUserKey(state);
  const ledger = await openLedger({ dir: folder, run, fsync: 'interval', signer });
  const sha256 = (data: string | Uint8Array) => createHash('sha256').update(data).digest('hex');
  return { ...place, ledger, policyDigest: sha256(policyText), imageDigest: sha256(image) };
}
