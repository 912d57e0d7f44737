import { cliFault } from '../fault.js';

/** What a command line of `rein run` asks for. */
export type Asked =
  | { readonly kind: 'local'; readonly command: readonly string[] }
  | { readonly kind: 'command'; readonly agent: string; readonly command: readonly string[] }
  | { readonly kind: 'job'; readonly agent: string; readonly job: string }
  | { readonly kind: 'wrapper'; readonly agent: string; readonly wrapper: string };

export interface RunWords {
  /** Words that are no options, in front of `--`. */
  readonly before: readonly string[];
  /** Everything behind `--`. */
  readonly after: readonly string[];
  readonly job?: string | undefined;
  readonly wrapper?: string | undefined;
}

/**
 * What stands in front of `--` names an agent of the daemon, what stands behind it is a command:
 * neither is ever taken for the other. Throws usage faults.
 */
export function readAsked({ before, after, job, wrapper }: RunWords): Asked {
  const [agent, ...more] = before;
  if (job !== undefined && wrapper !== undefined) {
    throw cliFault('exclusive-options', { one: '--job', other: '--wrapper' });
  }
  const special = job !== undefined ? '--job' : wrapper !== undefined ? '--wrapper' : undefined;
  if (more.length > 0 || (agent !== undefined && after.length === 0 && special === undefined)) {
    throw cliFault('command-or-agent', { word: agent ?? '' });
  }
  if (agent === undefined) {
    if (special !== undefined) throw cliFault('no-agent', { option: special });
    if (after.length === 0) throw cliFault('no-command', {});
    return { kind: 'local', command: after };
  }
  if (special !== undefined && after.length > 0) {
    throw cliFault('exclusive-options', { one: special, other: '-- COMMAND' });
  }
  if (job !== undefined) return { kind: 'job', agent, job };
  if (wrapper !== undefined) return { kind: 'wrapper', agent, wrapper };
  return { kind: 'command', agent, command: after };
}

/** Splits operands at the `--` that the parser of the command line has swallowed. */
export function splitAt(
  operands: readonly string[],
  raw: readonly string[],
): Pick<RunWords, 'before' | 'after'> {
  const at = raw.indexOf('--');
  const after = at < 0 ? [] : raw.slice(at + 1);
  return { before: operands.slice(0, operands.length - after.length), after };
}
