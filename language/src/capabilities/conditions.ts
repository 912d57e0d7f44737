/** What a rule asks beside its resource. */

import type { Glob } from '../glob/glob.js';
import { globMatches } from '../glob/matches.js';
import { utf8 } from '../glob/utf8.js';
import type { CapabilityAction } from './action.js';
import type { CapabilityRule, Conditions } from './capability.js';

/** Why a rule about this resource does not apply; undefined when it does. */
export function unmetCondition(
  { conditions, effect }: CapabilityRule,
  action: CapabilityAction,
): string | undefined {
  switch (action.capability) {
    case 'fs.read':
    case 'fs.write':
      return tooLarge(conditions, action.bytes);
    case 'net.fetch':
      return (
        wrongMethod(conditions, action.method) ??
        wrongScheme(conditions, action.scheme) ??
        wrongPath(conditions, effect === 'allow' ? [action.path] : spellings(action.path)) ??
        tooLarge(conditions, action.bytes)
      );
    case 'proc.spawn':
      return wrongArgs(conditions, action.args);
    case 'fs.delete':
    case 'fs.list':
    case 'net.connect':
    case 'mcp.call':
    case 'secrets.read':
      return undefined;
    default:
      return action satisfies never;
  }
}

/** A size that is not known yet is held to the limit while it is read. */
function tooLarge({ maxBytes }: Conditions, bytes: number | undefined): string | undefined {
  if (maxBytes === undefined || bytes === undefined || bytes <= maxBytes) return undefined;
  return `${bytes} bytes are more than its ${maxBytes}`;
}

function wrongMethod({ methods }: Conditions, method: string): string | undefined {
  if (methods === undefined || methods.some((one) => one === method)) return undefined;
  return `its methods are ${methods.join(', ')}`;
}

function wrongScheme({ schemes }: Conditions, scheme: string): string | undefined {
  if (schemes === undefined || schemes.some((one) => one === scheme)) return undefined;
  return `its scheme is ${schemes.join(' or ')}`;
}

function wrongPath({ paths }: Conditions, ways: readonly string[]): string | undefined {
  if (paths === undefined) return undefined;
  const isMet = paths.some((glob) => ways.some((path) => globMatches(glob, utf8(path))));
  return isMet ? undefined : 'it is about other paths of that host';
}

/** A path and what a server may make of it: `/%61dmin` and `//admin` are `/admin` to many. */
function spellings(path: string): readonly string[] {
  let decoded = path;
  try {
    decoded = decodeURIComponent(path);
  } catch {
    // Not UTF-8 once decoded: no pattern names it.
  }
  return [path, decoded, decoded.replace(/\/{2,}/g, '/')];
}

function wrongArgs({ args, hasArgs }: Conditions, given: readonly string[]): string | undefined {
  if (args !== undefined && !argsMatch(args, given)) return 'it is about other arguments';
  const missing = hasArgs?.find((glob) => !given.some((arg) => globMatches(glob, utf8(arg))));
  return missing === undefined ? undefined : `no argument is \`${missing.text}\``;
}

/** Argument by argument; a `**` at the end takes what is left. */
function argsMatch(globs: readonly Glob[], given: readonly string[]): boolean {
  const open = globs.at(-1)?.text === '**';
  const each = open ? globs.slice(0, -1) : globs;
  if (given.length < each.length || (!open && given.length > each.length)) return false;
  return each.every((glob, i) => globMatches(glob, utf8(given[i] ?? '')));
}
