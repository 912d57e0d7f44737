import { hash } from 'node:crypto';
import { join } from 'node:path';
import { BUNDLE_FORMAT, encodeManifest, type Manifest } from '../bundle/manifest.js';
import { ledgerError } from '../diagnostic.js';
import { readPrivateFile } from '../files/private-file.js';
import { readChunks } from '../files/read-chunks.js';
import { readWitnesses } from '../files/witnesses.js';
import { LIMITS } from '../limits.js';
import { checkpointOrigin, parseCheckpoint } from '../note/checkpoint.js';
import { keyId, type TrustedKey, verifierKey } from '../note/key.js';
import type { Note } from '../note/note.js';
import { verify } from '../verify/verify.js';
import { policyDigestOf } from '../verify/verify-bundle.js';
import { openLogForReading } from './open-log.js';
import { hasWriter } from './verify-ledger.js';

/** What is exported, and from where. */
export interface ExportOptions {
  readonly run: string;
  /** The keys that may have signed the record; those that did go into the bundle. */
  readonly keys: readonly TrustedKey[];
  /** Name of the file beside the log that holds the text of the policy, if there is one. */
  readonly policyFile?: string;
}

/** A bundle that is ready to be written. */
export interface Export {
  /** Entries in it: those that are signed. */
  readonly entries: number;
  /** Entries of a live record that are not signed yet, and not in it. */
  readonly unsigned: number;
  /** Whether the policy is in it; `unvouched` when its text is not what an entry speaks of. */
  readonly policy: 'included' | 'absent' | 'unvouched';
  /** The bytes of the bundle, in pieces that are valid until the next. The same every time. */
  chunks(): AsyncGenerator<Uint8Array, void>;
}

/**
 * Verifies the record in `dir` and makes a bundle of what is signed of it. Rejects with `not-exported`
 * when it does not verify, `no-ledger`, `unsafe-path`, `lock-unclear`.
 */
export async function exportBundle(dir: string, options: ExportOptions): Promise<Export> {
  const { run, keys, policyFile } = options;
  const live = hasWriter(dir);
  const { head, checkpoint } = await readWitnesses(dir);
  const note = readNote(checkpoint);
  const policy =
    policyFile === undefined
      ? undefined
      : await readPrivateFile(join(dir, policyFile), LIMITS.policyBytes);
  let [entries, bytes, signedBytes] = [0, 0, 0];
  let digest: string | undefined;
  const onEntry = (line: Buffer): void => {
    if (entries < note.size) digest = policyDigestOf(line) ?? digest;
    bytes += line.length + 1;
    entries += 1;
    if (entries === note.size) signedBytes = bytes;
  };
  const witnesses = { head: head ?? null, checkpoint: checkpoint ?? null };
  const result = await withLog(dir, (log) =>
    verify(log, { run, keys, live, onEntry, ...witnesses }),
  );
  if (!result.ok) throw ledgerError('not-exported', { why: result.finding.message });
  const vouched = policy !== undefined && hash('sha256', policy, 'hex') === digest;
  const manifest: Manifest = {
    ...{ format: BUNDLE_FORMAT, run, checkpoint: note.text, keys: signersOf(note.note, run, keys) },
    ...(vouched ? { policy: policy.toString('utf8') } : {}),
  };
  return {
    entries: note.size,
    unsigned: entries - note.size,
    policy: vouched ? 'included' : policy === undefined ? 'absent' : 'unvouched',
    async *chunks() {
      yield encodeManifest(manifest);
      yield* firstBytes(dir, signedBytes);
    },
  };
}

function readNote(checkpoint: Buffer | undefined) {
  if (checkpoint === undefined) throw ledgerError('not-exported', { why: 'nobody signed it' });
  const parsed = parseCheckpoint(checkpoint);
  if ('why' in parsed) throw ledgerError('not-exported', { why: `its checkpoint: ${parsed.why}` });
  return {
    note: parsed.note,
    size: parsed.checkpoint.size,
    text: checkpoint.toString('utf8'),
  };
}

function signersOf({ signatures }: Note, run: string, keys: readonly TrustedKey[]): string[] {
  const origin = checkpointOrigin(run);
  return keys
    .filter(({ publicKey }) =>
      signatures.some(
        (line) => line.name === origin && keyId(origin, publicKey).equals(line.keyId),
      ),
    )
    .map(({ publicKey }) => verifierKey(origin, publicKey));
}

async function* firstBytes(dir: string, count: number): AsyncGenerator<Uint8Array, void> {
  const log = await openLogForReading(dir);
  try {
    let left = count;
    for await (const chunk of readChunks(log)) {
      yield chunk.subarray(0, left);
      left -= Math.min(left, chunk.length);
      if (left === 0) return;
    }
  } finally {
    await log.close();
  }
}

async function withLog<T>(
  dir: string,
  action: (log: AsyncGenerator<Uint8Array>) => Promise<T>,
): Promise<T> {
  const log = await openLogForReading(dir);
  try {
    return await action(readChunks(log));
  } finally {
    await log.close();
  }
}
