import { hash } from 'node:crypto';
import { decodeManifest, type Manifest } from '../bundle/manifest.js';
import { parseEntry } from '../entry/parse.js';
import { LIMITS } from '../limits.js';
import type { TrustedKey } from '../note/key.js';
import { type Faulty, type Finding, finding, type Intact } from './result.js';
import { createVerifier, type Verifier } from './verify.js';

const NEWLINE = 0x0a;

/** What a bundle is held against. */
export interface VerifyBundleOptions {
  /** The public keys that may have signed. Those in the bundle are not looked at. */
  readonly keys: readonly TrustedKey[];
  /** The run it must be of; the bundle says which if it is not given. */
  readonly run?: string;
  /** A checkpoint that was kept from before; see `VerifyOptions.kept`. */
  readonly kept?: Uint8Array;
  /** Hears of each entry that passed; see `VerifyOptions.onEntry`. */
  readonly onEntry?: (line: Buffer) => void;
}

/** What an intact bundle amounts to. */
export interface IntactBundle extends Intact {
  /** The policy that the run was held to: its text has the digest that an entry states. */
  readonly policy?: string;
}

export type BundleResult = IntactBundle | Faulty;

/**
 * Verifies a bundle that comes in pieces: needs nothing but it and a public key. All of it counts: a
 * changed byte anywhere is a fault.
 */
export async function verifyBundle(
  bundle: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  options: VerifyBundleOptions,
): Promise<BundleResult> {
  const verifier = new BundleVerifier(options);
  for await (const chunk of bundle) {
    if (!verifier.push(chunk)) break;
  }
  return verifier.finish();
}

class BundleVerifier {
  readonly #options: VerifyBundleOptions;
  /** The first line, as far as it has come. */
  #head = Buffer.alloc(0);
  #manifest: Manifest | undefined;
  #log: Verifier | undefined;
  #fault: Finding | undefined;
  /** The digest that the last entry to name one gives of the policy: a run can be put under another. */
  #policyDigest: string | undefined;

  constructor(options: VerifyBundleOptions) {
    this.#options = options;
  }

  push(chunk: Uint8Array): boolean {
    if (this.#log !== undefined) return this.#log.push(chunk);
    const end = chunk.indexOf(NEWLINE);
    this.#head = Buffer.concat([this.#head, end < 0 ? chunk : chunk.subarray(0, end)]);
    if (this.#head.length > LIMITS.manifestBytes) {
      this.#fault = finding('bad-bundle', { why: 'its first line is too long' });
      return false;
    }
    return end < 0 || (this.#begin() && this.push(chunk.subarray(end + 1)));
  }

  finish(): BundleResult {
    if (this.#log === undefined || this.#manifest === undefined) {
      const cut = finding('bad-bundle', { why: 'its first line is cut off' });
      return { ok: false, finding: this.#fault ?? cut, sound: 0 };
    }
    const result = this.#log.finish();
    if (!result.ok) return result;
    const { policy } = this.#manifest;
    if (policy === undefined) return result;
    // The text stands outside the chain: what vouches for it is the digest that stands inside.
    if (hash('sha256', policy, 'hex') !== this.#policyDigest) {
      const mismatch = finding('bundle-mismatch', { member: 'policy' });
      return { ok: false, finding: mismatch, sound: result.entries };
    }
    return { ...result, policy };
  }

  #begin(): boolean {
    const manifest = decodeManifest(this.#head);
    if ('why' in manifest) this.#fault = finding('bad-bundle', manifest);
    else if (!('run' in manifest)) this.#fault = finding('unknown-format', manifest);
    if (!('run' in manifest)) return false;
    const { run = manifest.run, keys, kept, onEntry } = this.#options;
    if (run !== manifest.run) {
      this.#fault = finding('bundle-mismatch', { member: 'run' });
      return false;
    }
    this.#manifest = manifest;
    this.#log = createVerifier({
      ...{ run, keys, checkpoint: Buffer.from(manifest.checkpoint) },
      ...(kept === undefined ? {} : { kept }),
      onEntry: (line) => {
        this.#policyDigest = policyDigestOf(line) ?? this.#policyDigest;
        onEntry?.(line);
      },
    });
    return true;
  }
}

/** The digest of the policy that an entry states, if it does. */
export function policyDigestOf(line: Buffer): string | undefined {
  if (!line.includes('"policy_digest"')) return undefined;
  const digest = parseEntry(line)?.policy_digest;
  return typeof digest === 'string' ? digest : undefined;
}
