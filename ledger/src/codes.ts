/** One diagnostic: its stable id, its message with `{holes}`, and what to do about it. */
export interface Code {
  readonly id: `LED${number}`;
  readonly message: string;
  readonly help: string;
}

/**
 * Every diagnostic of the ledger. Ids are stable and never reused; docs/reference/codes/ledger.md has
 * a heading for each. 001 to 009 values and entries, 010 to 029 the store, 030 to 039 keys and
 * proofs, 050 and up what verification finds.
 */
export const CODES = {
  'not-json': {
    id: 'LED001',
    message: '`{path}` holds {what}, which JSON cannot carry',
    help: 'record a string, a finite number, a boolean, null, an array or a plain object',
  },
  'lone-surrogate': {
    id: 'LED002',
    message: '`{path}` holds half of a surrogate pair, which has no UTF-8 form',
    help: 'decode the bytes as UTF-8 with replacement before they are recorded',
  },
  'too-deep': {
    id: 'LED003',
    message: '`{path}` is nested more than {limit} levels deep',
    help: 'flatten the value; a value that contains itself ends here too',
  },
  'too-large': {
    id: 'LED004',
    message: 'the canonical text of the value is longer than {limit} units',
    help: 'record a digest of the data and keep the data elsewhere',
  },
  'reserved-field': {
    id: 'LED005',
    message: 'the field `{field}` belongs to the ledger',
    help: 'give the field another name; v, run, seq, time, kind, prev and hash are set by the ledger',
  },
  'bad-kind': {
    id: 'LED006',
    message: '`{kind}` is not a kind of entry',
    help: 'use 1 to 64 of a-z, 0-9, `.`, `_` and `-`, a letter first; `ledger-` is reserved',
  },
  'bad-run': {
    id: 'LED007',
    message: '`{run}` is not a run id',
    help: 'use 1 to 128 of A-Z, a-z, 0-9, `.`, `_` and `-`, a letter or digit first',
  },
  'entry-too-long': {
    id: 'LED008',
    message: 'the entry has {bytes} bytes, more than the {limit} of one line',
    help: 'shorten the longest field, or record a digest of it',
  },
  locked: {
    id: 'LED010',
    message: 'process {pid} is writing to `{dir}`',
    help: 'a log has one writer; wait for it to close or to hand over',
  },
  'lock-unclear': {
    id: 'LED011',
    message: 'cannot tell whether the writer named in `{path}` is alive: {why}',
    help: 'make sure that no process writes to the log, then remove the lock file',
  },
  sealed: {
    id: 'LED012',
    message: 'the ledger of run `{run}` is sealed after {entries} entries',
    help: 'a sealed record takes no more entries; start a new run',
  },
  'unexpected-head': {
    id: 'LED013',
    message:
      'the log ends with {entries} entries and hash `{hash}`, which is not what was handed over',
    help: 'another process wrote in between; verify the log before anything is added',
  },
  'unsafe-path': {
    id: 'LED014',
    message: '`{path}` is not safe to use: {why}',
    help: 'the state directory must be yours, mode 0700, with plain files of mode 0600',
  },
  'queue-full': {
    id: 'LED015',
    message: '{pending} bytes wait to be written, more than the {limit} allowed',
    help: 'wait for `room()` before the next entry; the refusal is counted in the record',
  },
  'write-failed': {
    id: 'LED016',
    message: 'the log could not be written ({cause}); the entry is not on the record',
    help: 'free some space and append again; the log still ends with its last whole entry',
  },
  broken: {
    id: 'LED017',
    message: 'the ledger stopped: {why}',
    help: 'close it and verify the log; what was acknowledged before is on the record',
  },
  'changed-underneath': {
    id: 'LED018',
    message: '`{path}` was changed by someone else: {why}',
    help: 'the log is left as it is, as evidence; verify it and look for the other writer',
  },
  closed: {
    id: 'LED019',
    message: 'the ledger of run `{run}` is closed',
    help: 'append before `close()`, or open the ledger again after a hand-over',
  },
  'head-not-written': {
    id: 'LED020',
    message: 'the head or checkpoint could not be written ({cause})',
    help: 'the entries are on the record, but a cut tail would not be noticed; free some space',
  },
  damaged: {
    id: 'LED021',
    message: 'the log cannot be continued: {why}',
    help: 'an entry is never added behind a bad one; look at the log with fsck',
  },
  'no-ledger': {
    id: 'LED022',
    message: 'there is no ledger in `{dir}`',
    help: 'check the run id and the state directory',
  },
  'not-exported': {
    id: 'LED023',
    message: 'the record was not exported: {why}',
    help: 'a bundle of a damaged record would prove nothing; keep the run’s folder, and look with fsck',
  },
  'not-proven': {
    id: 'LED024',
    message: 'nothing can be proven of the record: {why}',
    help: 'verify the record; a proof is made of a log that has the root of its checkpoint',
  },
  'bad-key-file': {
    id: 'LED030',
    message: 'the key file `{path}` cannot be used: {why}',
    help: 'restore the file from a backup, or move it away and let a new key be made',
  },
  'bad-proof-range': {
    id: 'LED031',
    message: 'a tree of {size} leaves has no proof for {asked}',
    help: 'an index must be below the size, and both sizes within the tree',
  },
  'bad-public-key': {
    id: 'LED032',
    message: '`{key}` is not a public key: {why}',
    help: 'give 32 bytes of Ed25519 in base64, a PEM file, or the file of `rein audit keys --json`',
  },
  'not-utf8': {
    id: 'LED050',
    message: 'entry {seq} is not UTF-8',
    help: 'the line was changed after it was written',
  },
  'not-canonical': {
    id: 'LED051',
    message: 'entry {seq} is not canonical JSON (byte {at} of its line)',
    help: 'the line was changed after it was written, or was not written by the ledger',
  },
  'line-too-long': {
    id: 'LED052',
    message: 'the line of entry {seq} is longer than {limit} bytes',
    help: 'a newline was removed, or the line was not written by the ledger',
  },
  'bad-entry': {
    id: 'LED053',
    message: 'entry {seq} has no proper `{member}`',
    help: 'the line was changed, or was written by another version of the format',
  },
  altered: {
    id: 'LED054',
    message: 'entry {seq} does not have the hash it states',
    help: 'at least one byte of this line was changed after it was written',
  },
  'wrong-run': {
    id: 'LED055',
    message: 'entry {seq} belongs to run `{run}`',
    help: 'the line was taken from another log, or this is the log of another run',
  },
  missing: {
    id: 'LED056',
    message: 'entry {seq} is missing: entry {found} stands in its place',
    help: 'one or more lines were removed',
  },
  'out-of-order': {
    id: 'LED057',
    message: 'entry {seq} is not in its place: entry {found} stands before it',
    help: 'lines were put in another order',
  },
  duplicate: {
    id: 'LED058',
    message: 'entry {found} stands a second time where entry {seq} should be',
    help: 'a line was repeated, or another entry was made with the same number',
  },
  'broken-link': {
    id: 'LED059',
    message: 'entry {seq} does not continue the entry before it',
    help: 'this entry or an earlier one was replaced by another with a hash of its own',
  },
  'after-seal': {
    id: 'LED060',
    message: 'entry {seq} stands behind the seal',
    help: 'nothing may follow `ledger-seal`; the lines behind it were added later',
  },
  'torn-tail': {
    id: 'LED061',
    message: 'the log ends with {bytes} bytes of an unfinished entry {seq}',
    help: 'the writer died while it wrote; opening the ledger again sets the piece aside',
  },
  truncated: {
    id: 'LED062',
    message: 'the log ends before entry {seq}, but the {witness} knows {expected} entries',
    help: 'the tail of the log was cut off',
  },
  'beyond-head': {
    id: 'LED063',
    message: 'entry {seq} and what follows is not covered by the head',
    help: 'the writer still runs, died before it wrote the head, or lines were added later',
  },
  'bad-head': {
    id: 'LED064',
    message: 'the head file is not a head: {why}',
    help: 'the head was changed after it was written; only the checkpoint can vouch for the tail',
  },
  'no-head': {
    id: 'LED065',
    message: 'the head file is gone',
    help: 'without it a cut tail would go unnoticed; it was removed after the log was opened',
  },
  'head-mismatch': {
    id: 'LED066',
    message: 'the head does not fit the log: its {member} differs at {entries} entries',
    help: 'the log was rewritten, or the head was replaced',
  },
  'bad-checkpoint': {
    id: 'LED067',
    message: 'the checkpoint is not a checkpoint: {why}',
    help: 'the note was changed after it was written',
  },
  'no-checkpoint': {
    id: 'LED068',
    message: 'the checkpoint is gone',
    help: 'without it nothing proves who wrote the log; it was removed, or never made',
  },
  'checkpoint-mismatch': {
    id: 'LED069',
    message:
      'the signed checkpoint does not fit the log: its {member} differs at {entries} entries',
    help: 'the log was rewritten after it was signed, or the checkpoint is of another log',
  },
  'bad-signature': {
    id: 'LED070',
    message: 'the signature of the checkpoint is wrong',
    help: 'the checkpoint was changed, or the signature was forged',
  },
  'unknown-key': {
    id: 'LED071',
    message: 'no trusted key signed the checkpoint',
    help: 'the checkpoint was signed by someone else, or the right public key was not given',
  },
  'retired-key': {
    id: 'LED072',
    message:
      'the checkpoint is signed by a key retired at {retired}, before the run began at {began}',
    help: 'an old key was used to make this record; trust it no more than its holder',
  },
  'beyond-checkpoint': {
    id: 'LED073',
    message: 'entry {seq} and what follows is not covered by the signed checkpoint',
    help: 'the writer still runs, died before it signed, or lines were added later',
  },
  'bad-bundle': {
    id: 'LED074',
    message: 'the bundle is not a bundle: {why}',
    help: 'it was changed or cut off, or is another file; ask for it again',
  },
  'unknown-format': {
    id: 'LED075',
    message: '`{format}` is not a format that this verifier knows',
    help: '`rein-bundle/1` and `rein-proof/1` are known; if it is newer, use a newer Rein',
  },
  'bundle-mismatch': {
    id: 'LED076',
    message: 'the `{member}` of the bundle is not what its entries speak of',
    help: 'it was changed after the export, or was put together from two bundles',
  },
  'bad-proof': {
    id: 'LED077',
    message: 'the proof is not a proof: {why}',
    help: 'it was changed or cut off, or is another file; ask for it again',
  },
  'proof-mismatch': {
    id: 'LED078',
    message: 'the proof does not lead from {what} to the root that was signed',
    help: 'what it is about, its hashes, or its place were changed, or it is of another record',
  },
} as const satisfies Record<string, Code>;

export type CodeName = keyof typeof CODES;

/** The ids in use, `LED001` and so on. */
export type CodeId = (typeof CODES)[CodeName]['id'];
