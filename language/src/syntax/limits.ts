/** Bounds of one policy's text. Past one of them there is a diagnostic, never a cut. */
export const SYNTAX_LIMITS = {
  /** UTF-16 units of a policy. */
  policyLength: 4 * 1024 * 1024,
  /** `(` and `not` inside each other. */
  conditionDepth: 64,
  /** Terms of the conditions of one clause. */
  conditionTerms: 256,
  /** Arguments after one `exec` pattern. */
  args: 32,
  /** Events after one `since`. */
  closers: 64,
  /** Lines that a reason may run over. */
  reasonLines: 64,
} as const;
