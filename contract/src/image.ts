/**
 * Layout of the policy image: the one binary blob that `language/` writes and the engine reads.
 * Prose and diagrams: docs/reference/policy-image.md. C twin: kernel/core/image.h.
 * Everything is little-endian; every section starts on an 8-byte boundary.
 */

export const IMAGE_MAGIC = 'REINIMG\0';
export const IMAGE_VERSION = 2;

/** Sections in file order; the header holds {offset in bytes, count of elements} for each. */
export const SECTIONS = [
  'automata', // struct rein_automaton
  'classes', // u8: 256 bytes per automaton, byte -> class
  'cells', // u16: next state, row-major [state][class]
  'states', // struct rein_state: what a state says
  'sets', // struct rein_span into set_atoms; set 0 is empty
  'set_atoms', // u16 atoms
  'rows', // struct rein_row
  'literals', // u16: atom, bit 15 set when it must be absent
  'index', // struct rein_span [table][atom] into index_rows
  'index_rows', // u32 row numbers, ascending
  'exits', // struct rein_exit: armed by exec, opens a gate when the process ends so
  'clauses', // struct rein_clause
  'rules', // struct rein_rule
  'gates', // struct rein_gate
  'labels', // struct rein_span into strings: the label's name
  'strings', // u8, UTF-8
] as const;
export type Section = (typeof SECTIONS)[number];

/** Size in bytes of one element of each section. */
export const ELEMENT_BYTES = {
  automata: 32,
  classes: 1,
  cells: 2,
  states: 8,
  sets: 8,
  set_atoms: 2,
  rows: 16,
  literals: 2,
  index: 8,
  index_rows: 4,
  exits: 4,
  clauses: 32,
  rules: 24,
  gates: 16,
  labels: 8,
  strings: 1,
} as const satisfies Record<Section, number>;

/** Byte offsets of the header's fields; the section table follows at `sections`. */
export const HEADER = {
  magic: 0, // 8 bytes
  version: 8, // u16
  headerBytes: 10, // u16
  totalBytes: 12, // u32
  crc32: 16, // u32: CRC-32 (IEEE) of the whole image with these four bytes zero
  opsConcerned: 20, // u32: op mask of what any row asks about; hosts hook only that
  guards: 24, // u32: bit set = that guard refuses
  flags: 28, // u32: IMAGE_FLAGS
  atoms: 32, // u16: number of atoms; a multiple of 64
  labelAtom: 34, // u16: first atom of the labels (64 of them)
  gateAtom: 36, // u16
  gateWords: 38, // u16
  lineageAtom: 40, // u16
  lineageWords: 42, // u16
  argAtom: 44, // u16: first of the atoms that ARG automata say; no other automaton says them
  argAtoms: 46, // u16: how many
  flowLabels: 48, // u64: labels that information carries (all but the built-in ones)
  policyDigest: 56, // 32 bytes: SHA-256 of the policy text as compiled, for the record
  standingAtom: 88, // u16: first atom of what the running program meets
  standingWords: 90, // u16
  lineageMark: 92, // u16: tells these lineages from those of another policy; 0 without any
  standingMark: 94, // u16: the same of what stands
  sections: 96, // SECTIONS.length * {u32 offset, u32 count}
} as const;

export const HEADER_BYTES = HEADER.sections + SECTIONS.length * 8;

export const IMAGE_FLAGS = {
  /** Some live label can ride on files: reads and writes must be seen even where no rule asks. */
  flow: 1,
  /** Some pattern names a host: the engine must learn what names resolve to. */
  hostNames: 2,
} as const;

/** Automaton kinds: what the bytes that it reads are. */
export const AUTOMATA = ['path', 'arg', 'endpoint', 'host', 'tree'] as const;
export type AutomatonKind = (typeof AUTOMATA)[number];

/**
 * Tables of rows, asked in this order: what labels come, what rules say, what gates change; and when
 * labels came without an exec, what rules say of the program that runs.
 */
export const TABLES = ['flow', 'rules', 'gates', 'standing'] as const;
export type Table = (typeof TABLES)[number];

/** What a row does when it fires; `operand` is the effect, label, lineage, gate or slot. */
export const ACTIONS = [
  'rule', // operand = effect's number (1..4), owner = clause
  'add-label', // operand = label
  'drop-label', // operand = label; also shields the task from it
  'lineage', // operand = lineage bit
  'gate-open', // operand = gate
  'gate-close', // operand = gate
  'arm-exit', // operand = exit slot
  'stand', // operand = standing bit
  'standing-rule', // operand = effect's number, owner = clause; not if it held without the new labels
] as const;
export type Action = (typeof ACTIONS)[number];

export const ROW_FLAGS = {
  /** Fires too when argv was longer than the engine reads and only argument literals are unknown. */
  assume: 1,
  /** The label belongs to the object (file or endpoint), not to the subject. */
  object: 2,
} as const;

/** Atoms 0..63 say the operation; then 64 labels, gates, lineages, what stands, patterns, each word-aligned. */
export const OP_ATOM = 0;
export const LABEL_ATOM = 64;
/** Bit of a literal that must be absent. */
export const NEGATED = 0x8000;

/** First byte of an endpoint key; see docs/reference/policy-image.md. */
export const ENDPOINT_KEY = { inet: 0x69, unix: 0x75, other: 0x6f } as const;

/** Calls that would get around the engine, refused unless the policy's `guards:` allow them. */
export const GUARDS = [
  'io_uring', // io_uring_setup: would issue operations that no syscall shows
  'ptrace', // ptrace, process_vm_writev, kcmp, pidfd_getfd: reach into other processes
  'proc_mem', // writing /proc/PID/mem
  'mount', // mount, umount, pivot_root, move_mount, open_tree, fsopen, chroot
  'namespaces', // unshare, setns, clone with CLONE_NEW*
  'bpf', // bpf, perf_event_open, userfaultfd
  'modules', // kexec, init_module, finit_module, delete_module
  'handles', // open_by_handle_at, name_to_handle_at
  'foreign_abi', // 32-bit and x32 system calls
  'control', // signals to, and rewriting the state of, the engine itself
] as const;
export type Guard = (typeof GUARDS)[number];
