import { inPlainWords } from '@rein/enforce';
import { CODES, type CodeId, type CodeName } from './codes.js';
import { shown } from './shown.js';

type Holes<Text extends string> = Text extends `${string}{${infer Hole}}${infer Rest}`
  ? Hole | Holes<Rest>
  : never;

/** What the message of a code needs, by the names of its holes. Strings may be foreign. */
export type Details<Name extends CodeName> = {
  readonly [Hole in Holes<(typeof CODES)[Name]['message']>]: string | number;
};

/** One member of a request that is not as it should be. */
export interface Flaw {
  readonly path: string;
  readonly message: string;
}

/** The one error of this package: what is expected to go wrong, for every surface. */
export class ControlFault extends Error {
  override readonly name = 'ControlFault';
  readonly code: CodeName;
  readonly id: CodeId;
  readonly status: number;
  readonly help: string;
  readonly flaws: readonly Flaw[];

  constructor(code: CodeName, message: string, flaws: readonly Flaw[], options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.id = CODES[code].id;
    this.status = CODES[code].status;
    this.help = CODES[code].help;
    this.flaws = flaws;
  }
}

/** Makes the fault of one code; `cause` is what the system said, if it did. */
export function fault<Name extends CodeName>(
  name: Name,
  details: Details<Name>,
  cause?: unknown,
): ControlFault {
  return new ControlFault(
    name,
    fill(name, inPlainWords(details, cause)),
    [],
    cause === undefined ? undefined : { cause },
  );
}

/** A `bad-request` with what is wrong, member by member. */
export function badRequest(flaws: readonly Flaw[]): ControlFault {
  return new ControlFault('bad-request', fill('bad-request', {}), flaws);
}

function fill(name: CodeName, details: Readonly<Record<string, string | number>>): string {
  return CODES[name].message.replace(/\{(\w+)\}/g, (_, hole: string) => {
    const value = details[hole];
    return typeof value === 'number' ? String(value) : shown(value ?? '');
  });
}

/** What a thrown value says, on one line. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** The `code` of a thrown value, as Node and SQLite set it. */
export function codeOf(error: unknown): string | undefined {
  return typeof error === 'object' &&
    error !== null &&
    'code' in error &&
    typeof error.code === 'string'
    ? error.code
    : undefined;
}
