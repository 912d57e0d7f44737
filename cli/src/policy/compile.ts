import { createHash } from 'node:crypto';
import { type Diagnostic, type HostFacts, lower, type Numbers, type Program } from '@rein/language';
import { invalid } from './invalid.js';
import type { LoadedPolicy } from './load.js';

/** A program as the engine takes it, or what keeps it from becoming that. */
export type Compiled =
  | { readonly ok: true; readonly image: Uint8Array; readonly numbers: Numbers }
  | { readonly ok: false; readonly diagnostics: readonly Diagnostic[] };

/**
 * Lowers a program; `after`: to take the place of one with these labels and gates. The digest of the
 * policy text goes into the image, and is on the record too.
 */
export function compile(
  text: string,
  program: Program,
  facts: HostFacts,
  after?: Numbers,
): Compiled {
  const policyDigest = createHash('sha256').update(text).digest();
  return lower(program, facts, { policyDigest, ...(after === undefined ? {} : { after }) });
}

/** The image of a policy that is to be run. Throws `policy-invalid`, and says what is wrong. */
export function compileForRun(
  policy: LoadedPolicy,
  program: Program,
  facts: HostFacts,
  after?: Numbers,
): Extract<Compiled, { ok: true }> {
  const compiled = compile(policy.document.text, program, facts, after);
  if (compiled.ok) return compiled;
  throw invalid(policy, compiled.diagnostics);
}
