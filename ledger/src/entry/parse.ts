import { type Entry, FORMAT_VERSION } from './entry.js';

/**
 * The entry in a line that a verifier has accepted. Returns nothing for anything else; never throws.
 */
export function parseEntry(line: Uint8Array): Entry | undefined {
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(line.buffer, line.byteOffset, line.length).toString('utf8'));
  } catch {
    return undefined;
  }
  return isEntry(value) ? value : undefined;
}

/** What JSON.parse returns has no undefined, so a full set of own members makes an entry. */
function isEntry(value: unknown): value is Entry {
  return (
    typeof value === 'object' &&
    value !== null &&
    'v' in value &&
    value.v === FORMAT_VERSION &&
    'run' in value &&
    typeof value.run === 'string' &&
    'seq' in value &&
    typeof value.seq === 'number' &&
    'time' in value &&
    typeof value.time === 'string' &&
    'kind' in value &&
    typeof value.kind === 'string' &&
    'prev' in value &&
    typeof value.prev === 'string' &&
    'hash' in value &&
    typeof value.hash === 'string'
  );
}
