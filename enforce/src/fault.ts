import { CODES, type CodeId, type CodeName } from './codes.js';
import { shown } from './shown.js';

type Holes<Text extends string> = Text extends `${string}{${infer Hole}}${infer Rest}`
  ? Hole | Holes<Rest>
  : never;

/** What the message of a code needs, by the names of its holes. Strings may be foreign. */
export type Details<Name extends CodeName> = {
  readonly [Hole in Holes<(typeof CODES)[Name]['message']>]: string | number;
};

/** The one error of this package: `code` and `id` say which, `message` and `help` teach. */
export class EnforceFault extends Error {
  override readonly name = 'EnforceFault';
  readonly code: CodeName;
  readonly id: CodeId;
  readonly help: string;

  constructor(code: CodeName, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.id = CODES[code].id;
    this.help = CODES[code].help;
  }
}

type Values = Readonly<Record<string, string | number>>;

/** Makes the fault of one code; `cause` is what the system said, if it did. */
export function fault<Name extends CodeName>(
  name: Name,
  details: Details<Name>,
  cause?: unknown,
): EnforceFault {
  const values = inPlainWords(details, cause);
  const message = CODES[name].message.replace(/\{(\w+)\}/g, (_, hole: string) => {
    const value = values[hole];
    return typeof value === 'number' ? String(value) : shown(value ?? '');
  });
  return new EnforceFault(name, message, cause === undefined ? {} : { cause });
}

/** What a thrown value says, on one line. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/**
 * The details of a message with what the system said in its own words alone, where the message names
 * the path or address itself: Node puts a code before them and the path once more behind.
 */
export function inPlainWords(details: Values, cause: unknown): Values {
  const isNamed = 'path' in details || 'address' in details;
  if (!isNamed || !('why' in details) || !(cause instanceof Error)) return details;
  if (typeof Reflect.get(cause, 'syscall') !== 'string' || details.why !== cause.message) {
    return details;
  }
  const words = /^(?:\w+ )?E[A-Z0-9]+: ([^,]+)/.exec(cause.message)?.[1];
  return words === undefined ? details : { ...details, why: words };
}
