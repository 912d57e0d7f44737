import type { JsonValue } from '../canonical.js';
import { LIMITS } from '../limits.js';
import type { Digest } from '../merkle/hash.js';

/** The version of the entry format. */
export const FORMAT_VERSION = 1;

/** The `prev` of the first entry. What binds the chain to its run is `run`, under every hash. */
export const GENESIS: Digest = '0'.repeat(64);

/** The kind of the entry that closes a ledger; nothing may follow it. */
export const SEAL = 'ledger-seal';

/** Written first when a ledger is opened again after its writer died; says what was found. */
export const RECOVER = 'ledger-recover';

/** Written where entries were refused (disk full, queue full); says how many. */
export const GAP = 'ledger-gap';

/** Kinds with this prefix are the ledger's own. */
export const OWN_KIND_PREFIX = 'ledger-';

/** The members the ledger sets itself. A caller's fields may not use these names. */
export const OWN_MEMBERS = ['v', 'run', 'seq', 'time', 'kind', 'prev', 'hash'] as const;

/** What a caller records with an entry: a flat object of the event's own members. */
export type Fields = Readonly<Record<string, JsonValue>>;

/** One entry as it stands in the log; docs/reference/ledger-format.md is the reference. */
export interface Entry {
  readonly v: typeof FORMAT_VERSION;
  /** The run the log belongs to. */
  readonly run: string;
  /** Position in the log, from 0, without gaps. */
  readonly seq: number;
  /** When the ledger took the entry: RFC 3339, UTC, milliseconds. */
  readonly time: string;
  readonly kind: string;
  /** The `hash` of the entry before, `GENESIS` in the first. */
  readonly prev: Digest;
  /** SHA-256 of the canonical bytes of the entry without this member. */
  readonly hash: Digest;
  readonly [field: string]: JsonValue;
}

const RUN_ID = /^[A-Za-z0-9][A-Za-z0-9._-]*$/;
const KIND = /^[a-z][a-z0-9._-]*$/;
const TIME = /^\d{4}-[01]\d-[0-3]\dT[0-2]\d:[0-5]\d:[0-6]\d\.\d{3}Z$/;

export function isRunId(text: string): boolean {
  return text.length <= LIMITS.runIdChars && RUN_ID.test(text);
}

export function isKind(text: string): boolean {
  return text.length <= LIMITS.kindChars && KIND.test(text);
}

export function isTime(text: string): boolean {
  return TIME.test(text);
}
