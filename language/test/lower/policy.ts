/** Policy text to programs and images, for tests. */
import { check } from '../../src/check/check.js';
import { parseInline } from '../../src/document/document.js';
import type { Listing } from '../../src/lower/listing.js';
import { lower } from '../../src/lower/lower.js';
import type { HostFacts, Program } from '../../src/program.js';

export const HOST: HostFacts = { root: '/w', home: '/h', agent: 'claude' };
export const DIGEST = Uint8Array.from({ length: 32 }, (_, i) => i);

/** The program of a policy that must be valid. */
export function program(text: string): Program {
  const { program: checked, diagnostics } = check(parseInline(text));
  if (checked === null) throw new Error(diagnostics.map(({ message }) => message).join('\n'));
  return checked;
}

export function lowered(text: string, host: HostFacts = HOST) {
  const result = lower(program(text), host, { policyDigest: DIGEST });
  if (!result.ok) throw new Error(result.diagnostics.map(({ message }) => message).join('\n'));
  return result;
}

/** What the first rule's clauses came to, one list of rows each. */
export function rowsOf(text: string, host?: HostFacts): readonly (readonly string[])[] {
  return lowered(text, host).listing.clauses.map(({ rows }) => rows);
}

export function listing(text: string): Listing {
  return lowered(text).listing;
}
