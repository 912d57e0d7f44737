/** Names of the files of one ledger; docs/reference/ledger-format.md says what is in each. */
export const LEDGER_FILES = {
  log: 'log.jsonl',
  head: 'head.json',
  checkpoint: 'checkpoint',
  lock: 'lock',
  /** Followed by the offset in the log at which the torn bytes stood, and a number if need be. */
  tornPrefix: 'torn-',
} as const;

/** Names of the files with which a user signs, in the state directory. */
export const KEY_FILES = {
  /** The private key, PKCS #8 PEM. */
  key: 'key',
  /** A new private key for the moment of a rotation. */
  nextKey: 'key.next',
  /** The public keys, retired ones included. */
  keys: 'keys.json',
  lock: 'keys.lock',
} as const;
