import { CODES, type CodeName } from './codes.js';
import { quote } from './quote.js';

type Holes<Text extends string> = Text extends `${string}{${infer Hole}}${infer Rest}`
  ? Hole | Holes<Rest>
  : never;

/** What the message of a code needs, by the names of its holes. Numbers are exact, strings foreign. */
export type Details<Name extends CodeName> = {
  readonly [Hole in Holes<(typeof CODES)[Name]['message']>]: string | number;
};

/** A diagnostic that has been filled in: `id` is stable, `message` is one line, safe to print. */
export interface Diagnostic<Name extends CodeName = CodeName> {
  readonly name: Name;
  readonly id: (typeof CODES)[Name]['id'];
  readonly message: string;
  readonly help: string;
}

/** Fills the message of a code. Strings are taken as an attacker's: escaped and capped. */
export function diagnose<Name extends CodeName>(
  name: Name,
  details: Details<Name>,
): Diagnostic<Name> {
  const code = CODES[name];
  const values: Readonly<Record<string, string | number>> = details;
  const message = code.message.replace(/\{(\w+)\}/g, (_, hole: string) => {
    const value = values[hole];
    return typeof value === 'number' ? String(value) : quote(value ?? '');
  });
  return { name, id: code.id, message, help: code.help };
}

/** The one error of this package. `name` and `id` say which; `message` and `help` teach. */
export class LedgerError extends Error {
  override readonly name = 'LedgerError';
  readonly code: CodeName;
  readonly id: Diagnostic['id'];
  readonly help: string;

  constructor(diagnostic: Diagnostic, options?: ErrorOptions) {
    super(diagnostic.message, options);
    this.code = diagnostic.name;
    this.id = diagnostic.id;
    this.help = diagnostic.help;
  }
}

/** Makes the error of one code; `cause` is what the system said, if it did. */
export function ledgerError<Name extends CodeName>(
  name: Name,
  details: Details<Name>,
  cause?: unknown,
): LedgerError {
  return new LedgerError(diagnose(name, details), cause === undefined ? {} : { cause });
}
