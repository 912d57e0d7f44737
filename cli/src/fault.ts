import { inPlainWords, shown } from '@rein/enforce';
import { CODES, type CodeName } from './codes.js';

type Holes<Text extends string> = Text extends `${string}{${infer Hole}}${infer Rest}`
  ? Hole | Holes<Rest>
  : never;

/** What a code needs to be said, by the names of its holes. Strings may be foreign. */
export type Details<Name extends CodeName> = {
  readonly [Hole in Holes<(typeof CODES)[Name]['message'] | (typeof CODES)[Name]['help']>]:
    | string
    | number;
};

/** A failure of a command: what went wrong, what to do, and how the command ends. */
export class CliFault extends Error {
  override readonly name = 'CliFault';
  readonly code: CodeName;
  readonly id: string;
  readonly help: string;
  readonly exit: number;

  constructor(code: CodeName, message: string, help: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.id = CODES[code].id;
    this.help = help;
    this.exit = CODES[code].exit;
  }
}

/** Makes the failure of one code; `cause` is what the system said, if it did. */
export function cliFault<Name extends CodeName>(
  name: Name,
  details: Details<Name>,
  cause?: unknown,
): CliFault {
  const values = inPlainWords(details, cause);
  const fill = (text: string): string =>
    text.replace(/\{(\w+)\}/g, (_, hole: string) => {
      const value = values[hole];
      return typeof value === 'number' ? String(value) : shown(value ?? '');
    });
  const { message, help } = CODES[name];
  return new CliFault(name, fill(message), fill(help), cause === undefined ? {} : { cause });
}
