import { createHash } from 'node:crypto';
import { BUNDLE_FORMAT, encodeManifest, type Manifest } from '../../src/bundle/manifest.js';
import { SEAL } from '../../src/entry/entry.js';
import { verifierKey } from '../../src/note/key.js';
import type { BundleResult } from '../../src/verify/verify-bundle.js';
import { type LogOptions, makeLog, SIGNER, someFields, type TestLog } from './log.js';

export const POLICY = 'version: 1\npolicy: |\n  rule r:\n    block write "*"\n    because "é"\n';

/** A sealed log whose first entry states the digest of `POLICY`. */
export function makePolicyLog(count: number, options: LogOptions = {}): TestLog {
  return makeLog(count, {
    kind: (seq) => (seq === count - 1 ? SEAL : seq === 0 ? 'start' : 'match'),
    fields: (seq) =>
      seq === 0
        ? { policy_digest: createHash('sha256').update(POLICY).digest('hex') }
        : someFields(seq),
    ...options,
  });
}

/** The bundle of a log, its manifest with these changes; no policy if it is null. */
export function makeBundle(
  log: TestLog,
  {
    policy = POLICY,
    ...changes
  }: Partial<Omit<Manifest, 'policy'>> & { policy?: string | null } = {},
  lines: readonly Buffer[] = log.lines,
): Buffer {
  const manifest = {
    format: BUNDLE_FORMAT,
    run: log.run,
    checkpoint: log.checkpoint.toString(),
    keys: [verifierKey(`rein/${log.run}`, SIGNER.publicKey)],
    ...(policy === null ? {} : { policy }),
    ...changes,
  } as const;
  return Buffer.concat([encodeManifest(manifest), ...lines]);
}

/** A verdict in few words: the name of the finding and the number of its entry. */
export function inWords(result: BundleResult): string {
  return result.ok ? `ok ${result.entries}` : `${result.finding.name} ${result.finding.seq ?? '-'}`;
}

export const KEYS = [{ publicKey: SIGNER.publicKey }];
