import { type Glob, parseGlob } from '../../src/glob/glob.js';

/** A glob that must be a good one. */
export function glob(text: string): Glob {
  const result = parseGlob(text);
  if (!result.ok) throw new Error(`${text}: ${result.message}`);
  return result.glob;
}
