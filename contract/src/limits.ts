/**
 * Named limits of the policy image and the engine. `kernel/core/image.h` states the same numbers;
 * `test/abi.test.ts` compares the two. A policy over a limit is a compile error, never truncated.
 */
export const LIMITS = {
  /** Labels of one policy, built-in ones included: one 64-bit word in every task and object. */
  labels: 64,
  /** Distinct gates: 16 words of run state. */
  gates: 1024,
  /** Distinct `lineage-includes` patterns: 4 words in every task. */
  lineages: 256,
  /** Distinct (gate, exit status) pairs: 4 words in every task. */
  exits: 256,
  /** Distinct exec patterns of clauses that ask for labels: 8 words in every task. */
  standing: 512,
  /** Atoms (operations, labels, gates, lineages, what stands, patterns) of one policy: 1 KiB of scratch. */
  atoms: 8192,
  /** Rows of one image: what the clauses come to after their conditions are made flat. */
  rows: 65535,
  /** Rows one clause may come to: a condition past this is not one a person can read. */
  rowsPerClause: 64,
  /** Literals of one row. */
  literals: 64,
  clauses: 16384,
  /** States of one automaton: ids are 16 bits. */
  states: 65535,
  /** Automata of one kind: each costs one more pass over the bytes. */
  automata: 16,
  /** Alternatives one pattern's braces may expand to. */
  alternatives: 256,
  /** Bytes of a path, as the kernel bounds it. */
  pathBytes: 4096,
  /** Bytes of argv that are matched; past this a clause that asks for an argument is taken to match. */
  argvBytes: 131072,
  /** Names one exec is matched by: as called, each link on the way, the file, the interpreter. */
  names: 8,
  /** Matching clauses one decision reports; the rest is counted. */
  matches: 32,
  /** Bytes of a policy image. */
  imageBytes: 64 * 1024 * 1024,
} as const;
