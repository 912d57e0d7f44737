/** Bounds of a program's texts, beside those of the image (`LIMITS` of the contract). */
export const CHECK_LIMITS = {
  /** UTF-16 units of a rule's, a label's, an approval's name. */
  nameLength: 128,
  /** UTF-16 units of a reason: it is written to a terminal and into an agent's context. */
  reasonLength: 4096,
} as const;
