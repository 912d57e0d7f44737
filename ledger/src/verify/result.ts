import type { CodeName } from '../codes.js';
import { type Details, type Diagnostic, diagnose } from '../diagnostic.js';
import type { Digest } from '../merkle/hash.js';

/** Everything that can be wrong with a log, a bundle or a proof; see docs/reference/codes/ledger.md. */
export type Fault = Extract<
  CodeName,
  | 'not-utf8'
  | 'not-canonical'
  | 'line-too-long'
  | 'bad-entry'
  | 'altered'
  | 'wrong-run'
  | 'missing'
  | 'out-of-order'
  | 'duplicate'
  | 'broken-link'
  | 'after-seal'
  | 'torn-tail'
  | 'truncated'
  | 'beyond-head'
  | 'bad-head'
  | 'no-head'
  | 'head-mismatch'
  | 'bad-checkpoint'
  | 'no-checkpoint'
  | 'checkpoint-mismatch'
  | 'bad-signature'
  | 'unknown-key'
  | 'retired-key'
  | 'beyond-checkpoint'
  | 'bad-bundle'
  | 'unknown-format'
  | 'bundle-mismatch'
  | 'bad-proof'
  | 'proof-mismatch'
>;

/** One thing that is wrong, and where. */
export interface Finding<Name extends Fault = Fault> extends Diagnostic<Name> {
  /** The first bad entry; nothing when the fault lies in the head or checkpoint alone. */
  readonly seq?: number;
}

/** What an intact log amounts to. */
export interface Intact {
  readonly ok: true;
  /** Nothing when the log is empty and no run was asked for. */
  readonly run?: string;
  readonly entries: number;
  /** Bytes of the entries, newlines included. */
  readonly bytes: number;
  readonly hash: Digest;
  readonly root: Digest;
  /** Whether the log was closed for good. */
  readonly sealed: boolean;
  /** Entries the head vouches for; nothing if no head was given. */
  readonly attested?: number;
  /** Entries a trusted key's signature vouches for; nothing if none was asked for. */
  readonly signed?: number;
  /** Bytes of an entry a live writer had begun; always 0 unless `live` was asked for. */
  readonly unfinishedBytes: number;
  /** Times of the first and last entry. */
  readonly began?: string;
  readonly ended?: string;
}

/** The first thing that is wrong with a log. */
export interface Faulty {
  readonly ok: false;
  readonly finding: Finding;
  /** Number of entries before the fault: these are in order. */
  readonly sound: number;
}

export type VerifyResult = Intact | Faulty;

/** Makes a finding at an entry. */
export function findingAt<Name extends Fault>(
  seq: number,
  name: Name,
  details: Details<Name>,
): Finding<Name> {
  return { ...diagnose(name, details), seq };
}

/** Makes a finding about the head or checkpoint. */
export function finding<Name extends Fault>(name: Name, details: Details<Name>): Finding<Name> {
  return diagnose(name, details);
}
