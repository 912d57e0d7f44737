import { canonicalize, type JsonValue } from '../canonical.js';
import { LIMITS } from '../limits.js';

/** The members of an object of JSON. */
export type Members = Readonly<Record<string, JsonValue>>;

/** The members of a line that is an object in canonical JSON; nothing for any other. */
export function readMembers(line: Uint8Array): Members | undefined {
  if (line.length > LIMITS.manifestBytes) return undefined;
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(line);
    const value: unknown = JSON.parse(text);
    return isMembers(value) && canonicalize(value) === text ? value : undefined;
  } catch {
    return undefined;
  }
}

export function isMembers(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What a first line says that it is: a bundle or a proof, and of which version. */
export function formatOf(line: Uint8Array): string | undefined {
  const format = readMembers(line)?.format;
  return typeof format === 'string' ? format : undefined;
}
