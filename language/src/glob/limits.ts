/** Bounds of a pattern, beside those of the image (`LIMITS` of the contract). */
export const GLOB_LIMITS = {
  /** UTF-16 units as written: no path is longer, and no pattern that a person reads. */
  text: 4096,
  /** Items of all alternatives together, braces written out: a small text must not become a large one. */
  items: 16_384,
} as const;
