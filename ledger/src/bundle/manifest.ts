import { canonicalize, type JsonValue } from '../canonical.js';
import { isRunId } from '../entry/entry.js';
import { checkpointOrigin, parseCheckpoint } from '../note/checkpoint.js';
import { parseVerifierKey } from '../note/key.js';
import { readMembers } from './members.js';

export const BUNDLE_FORMAT = 'rein-bundle/1';

/** The first line of a bundle: everything but the entries, which are the lines behind it. */
export interface Manifest {
  readonly format: typeof BUNDLE_FORMAT;
  readonly run: string;
  /** The signed note that covers exactly the entries of the bundle. */
  readonly checkpoint: string;
  /** Keys that signed it, as other note tools take them. No reason to trust them: they came along. */
  readonly keys: readonly string[];
  /** Text of the policy whose digest an entry states; left out when there is none. */
  readonly policy?: string;
}

/** The bytes of a manifest: canonical JSON and a newline. */
export function encodeManifest(manifest: Manifest): Buffer {
  return Buffer.from(`${canonicalize(manifest)}\n`);
}

/** Why bytes are not a manifest; `format` when they say to be one of a kind that is not known. */
export type NoManifest = { readonly why: string } | { readonly format: string };

/** Reads the first line of a bundle, without its newline. Nothing in it is to be believed yet. */
export function decodeManifest(line: Uint8Array): Manifest | NoManifest {
  const members = readMembers(line);
  if (members === undefined) return { why: 'its first line is not canonical JSON' };
  const { format, run, checkpoint, keys, policy, ...others } = members;
  if (typeof format !== 'string') return { why: 'its first line names no format' };
  if (format !== BUNDLE_FORMAT) return { format };
  if (Object.keys(others).length > 0) return { why: 'its first line has a member too many' };
  if (typeof run !== 'string' || !isRunId(run)) return { why: 'it has no proper run' };
  if (typeof checkpoint !== 'string') return { why: 'it has no checkpoint' };
  if (!isTexts(keys) || !areSigners(keys, run, checkpoint)) return { why: 'it has no proper keys' };
  const manifest = { format: BUNDLE_FORMAT, run, checkpoint, keys } as const;
  if (policy === undefined) return manifest;
  return typeof policy === 'string' ? { ...manifest, policy } : { why: 'its policy is no text' };
}

/** Each key is what its id says, and signed the checkpoint: so none was changed or slipped in. */
function areSigners(keys: readonly string[], run: string, checkpoint: string): boolean {
  const parsed = parseCheckpoint(Buffer.from(checkpoint));
  if ('why' in parsed) return false;
  const origin = checkpointOrigin(run);
  const ids = parsed.note.signatures
    .filter(({ name }) => name === origin)
    .map(({ keyId }) => keyId.toString('hex'));
  return keys.every((text) => {
    const key = parseVerifierKey(text);
    return key !== undefined && key.name === origin && ids.includes(key.id);
  });
}

function isTexts(value: JsonValue | undefined): value is readonly string[] {
  return Array.isArray(value) && value.every((element) => typeof element === 'string');
}
