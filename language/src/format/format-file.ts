/** Formats the policies inside a policy file and leaves the rest of it alone. */

import { documentProblems } from '../diagnostics/codes/document.js';
import type { Diagnostic } from '../diagnostics/diagnostic.js';
import { parsePolicyFile } from '../document/document.js';
import { type Formatted, format } from './format.js';

/**
 * The file with every policy in a `|` block formatted; a policy that is written in another way
 * stays as it is. Nothing changes when the file has errors.
 */
export function formatPolicyFile(text: string): Formatted {
  const { bodies, diagnostics } = parsePolicyFile(text);
  const errors: readonly Diagnostic[] = diagnostics.filter(({ severity }) => severity === 'error');
  // Domain files cannot be run yet, but they can be formatted.
  if (errors.some(({ code }) => code !== documentProblems.domainsNotYet.code))
    return { ok: false, diagnostics: errors };
  const lineBreak = text.includes('\r\n') ? '\r\n' : '\n';
  let formatted = text;
  for (const { tree, block } of bodies.toReversed()) {
    const body = format(tree.text);
    if (block === null || !body.ok) continue;
    const lines = body.text.split('\n').slice(0, -1);
    const indent = ' '.repeat(block.indent);
    const indented = lines
      .map((line) => (line === '' ? '' : `${indent}${line}`) + lineBreak)
      .join('');
    formatted = formatted.slice(0, block.start) + indented + formatted.slice(block.end);
  }
  return { ok: true, text: formatted };
}
