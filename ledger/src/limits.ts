/** Named limits of the ledger. Past a limit the ledger refuses and says so; it never cuts. */
export const LIMITS = {
  /**
   * Bytes of one line without its newline. An argv may be 128 KiB and every byte of it may need a
   * six-byte escape, so 768 KiB must fit beside the other fields.
   */
  lineBytes: 1024 * 1024,
  /** Arrays and objects inside each other. A cycle in a value ends here too. */
  depth: 32,
  /** UTF-16 units of one canonical text: a value that shares one child many times can explode. */
  canonicalUnits: 4 * 1024 * 1024,
  /** Characters of a run id: a ULID has 26, and the id is also part of file names and notes. */
  runIdChars: 128,
  /** Characters of an entry's kind. */
  kindChars: 64,
  /** Bytes of entries accepted but not yet written. Past this `append` refuses. */
  pendingBytes: 64 * 1024 * 1024,
  /** `room()` waits until the pending bytes are below this. */
  pendingLowBytes: 8 * 1024 * 1024,
  /** Bytes handed to one write: what is lost to the caller at once when the disk is full. */
  batchBytes: 1024 * 1024,
  /**
   * Bytes of a write that is done on the thread: the kernel takes so many (20 µs) in less time than it
   * takes to hand them to another thread and to hear of it (90 µs, and milliseconds on a busy machine).
   */
  writeAtOnceBytes: 64 * 1024,
  /** The head and checkpoint are written anew after this many entries. */
  headEveryEntries: 10_000,
  /** The head and checkpoint are written anew after this many milliseconds. */
  headEveryMs: 1000,
  /** Bytes read from the log at a time. */
  readBytes: 1024 * 1024,
  /** Bytes of a head file; a real one has about 350. */
  headBytes: 4096,
  /** Bytes of a checkpoint note: witnesses may add signatures of up to 5 kB each. */
  noteBytes: 128 * 1024,
  /** Signature lines of one note; the note format asks for 16 at least. */
  noteSignatures: 32,
  /** Bytes of a bundle's first line and of a proof: an entry or a policy text, every byte escaped. */
  manifestBytes: 32 * 1024 * 1024,
  /** Hashes of one proof: a path has as many as a size has bits, twice for a consistency proof. */
  proofHashes: 128,
  /** Bytes of a policy text that goes into a bundle. */
  policyBytes: 4 * 1024 * 1024,
  /** Public keys of one user, retired ones included. */
  trustedKeys: 1024,
  /** Bytes of a key or key set file. */
  keyFileBytes: 256 * 1024,
  /** Bytes of a lock file. */
  lockBytes: 1024,
  /** Dead owners a lock's takeover chain may hold before it is called unclear. */
  lockChain: 16,
  /** Torn tails kept beside one log. */
  tornFiles: 1000,
  /** Problems fsck lists before it only counts. */
  problems: 100,
  /** Characters of a foreign string shown in a message. */
  shownChars: 120,
} as const;
