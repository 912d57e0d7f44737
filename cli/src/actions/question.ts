import { type ActionName, actionNameSchema } from '@rein/contract/api';
import { type ReadAction, readAction } from '@rein/language';
import { cliFault } from '../fault.js';

/** The options that say what is asked about. */
export interface QuestionOptions {
  readonly capability: string;
  readonly resource?: string;
  readonly extraJson?: string;
}

/** Reads the action that the options describe. Throws `bad-option`. */
export function readQuestion(options: QuestionOptions): Extract<ReadAction, { ok: true }> {
  const { resource } = options;
  const read = readAction(capabilityOf(options), extraOf(options), resource);
  if (read.ok) return read;
  const value = resource ?? 'nothing';
  throw cliFault('bad-option', { option: '--resource', value, expected: read.why });
}

/** The capability that is asked about. Throws `bad-option`. */
export function capabilityOf({ capability: value }: QuestionOptions): ActionName {
  const named = actionNameSchema.safeParse(value);
  if (named.success) return named.data;
  const expected = `one of ${actionNameSchema.options.join(', ')}`;
  throw cliFault('bad-option', { option: '--capability', value, expected });
}

/** The members that `--extra-json` adds. */
export function extraOf({ extraJson: value = '{}' }: QuestionOptions): Record<string, unknown> {
  const wrong = () =>
    cliFault('bad-option', { option: '--extra-json', value, expected: 'give a JSON object' });
  let parsed: unknown;
  try {
    parsed = JSON.parse(value);
  } catch {
    throw wrong();
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) throw wrong();
  return { ...parsed };
}
