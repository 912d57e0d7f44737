/** Arguments of an exec, some of which may not have been read. */
import { globMatches, globMatchesAnyEnd } from '../glob/matches.js';
import type { ArgPattern } from '../program.js';
import type { Argv } from './event.js';

/** Answers whether some argument matches; what a condition about arguments asks. */
export type AskArgument = (pattern: ArgPattern) => boolean;

/** Whether some token after the first matches; `unknown` when only one that was not read could. */
export function argumentHolds(argv: Argv | null, pattern: ArgPattern): boolean | 'unknown' {
  if (argv === null) return false;
  const tokens = [...argv.tokens.slice(1), ...(argv.script === undefined ? [] : [argv.script])];
  if (tokens.some((token) => globMatches(pattern.glob, token))) return true;
  if (!argv.truncated) return false;
  // Nothing that follows can undo a `**` at the end.
  const { cut } = argv;
  const isArgument = cut !== undefined && argv.tokens.length > 0;
  return isArgument && globMatchesAnyEnd(pattern.glob, cut) ? true : 'unknown';
}

/** Whether it is sure that all of the patterns match some argument. */
export function surelyHave(argv: Argv | null, patterns: readonly ArgPattern[]): boolean {
  return patterns.every((pattern) => argumentHolds(argv, pattern) === true);
}

/** Whether it may be that all of the patterns match some argument. */
export function mayHave(argv: Argv | null, patterns: readonly ArgPattern[]): boolean {
  return patterns.every((pattern) => argumentHolds(argv, pattern) !== false);
}

/** Whether there is a way to fill in what was not read in which `holds` says yes. */
export function inSomeWay(argv: Argv | null, holds: (ask: AskArgument) => boolean): boolean {
  const tries = (assumed: ReadonlyMap<string, boolean>): boolean => {
    let missing: string | undefined;
    const value = holds((pattern) => {
      const known = argumentHolds(argv, pattern);
      if (known !== 'unknown') return known;
      const assumption = assumed.get(pattern.text);
      if (assumption === undefined) missing ??= pattern.text;
      return assumption ?? true;
    });
    if (missing === undefined) return value;
    const open = missing;
    return [true, false].some((one) => tries(new Map([...assumed, [open, one]])));
  };
  return tries(new Map());
}
