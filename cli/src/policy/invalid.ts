import type { Diagnostic } from '@rein/language';
import { type CliFault, cliFault } from '../fault.js';
import { sayFindings } from '../terminal/diagnostic-paint.js';
import { count } from '../terminal/words.js';
import type { LoadedPolicy } from './load.js';

/** Shows a person what is wrong with a policy, and makes the failure of the command that needs it. */
export function invalid(
  { name, document, dropped }: LoadedPolicy,
  diagnostics: readonly Diagnostic[],
): CliFault {
  sayFindings({ name, text: document.text, diagnostics, dropped });
  const errors = diagnostics.filter(({ severity }) => severity === 'error').length;
  return cliFault('policy-invalid', { what: name, errors: count(errors, 'error') });
}
