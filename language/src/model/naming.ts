/** Does a pattern name the object of an aspect? */
import { type EngineOp, type Operation, opBit, opMask } from '@rein/contract';
import { endpointMatches } from '../endpoint/matches.js';
import { tokensMatch } from '../glob/matches.js';
import { literalDirectory, namesEveryPath, resolvePath } from '../glob/resolve.js';
import { utf8 } from '../glob/utf8.js';
import type { HostFacts, PathPattern, TargetPattern } from '../program.js';
import type { Aspect } from './event.js';

const SLASH = 0x2f;

/** Whether the operation of a clause is one of the aspect's. */
export function isOperation(operation: Operation, ops: readonly EngineOp[]): boolean {
  return ops.some((op) => (opMask(operation) & opBit(op)) !== 0);
}

/** Whether the pattern names the object, by any of its names. */
export function names(pattern: TargetPattern, { target }: Aspect, host: HostFacts): boolean {
  if (pattern.kind === 'path') {
    if (namesEveryPath(pattern.glob)) return true;
    return target.kind === 'file' && target.names.some((name) => namesPath(pattern, name, host));
  }
  if (pattern.endpoint.kind === 'any') return true;
  if (target.kind !== 'endpoint') return false;
  return endpointMatches(pattern.endpoint, target.address, target.hosts, host);
}

/** As `names`; a directory that moves is named too when what the pattern names lies below it. */
export function meets(pattern: TargetPattern, aspect: Aspect, host: HostFacts): boolean {
  if (names(pattern, aspect, host)) return true;
  const { target } = aspect;
  if (pattern.kind !== 'path' || target.kind !== 'file' || !target.tree) return false;
  return target.names.some((name) => isAnchoredBelow(pattern, name, host));
}

function namesPath({ glob }: PathPattern, name: Uint8Array, host: HostFacts): boolean {
  return resolvePath(glob, host).some((tokens) => tokensMatch(tokens, name));
}

/** Whether all that the pattern names lies in the directory or below it. */
function isAnchoredBelow({ glob }: PathPattern, directory: Uint8Array, host: HostFacts): boolean {
  return resolvePath(glob, host).some((tokens) => {
    const anchor = literalDirectory(tokens);
    if (anchor === null || directory.length < 2) return false;
    const bytes = utf8(anchor);
    const end = bytes[directory.length];
    return directory.every((byte, i) => byte === bytes[i]) && (end === undefined || end === SLASH);
  });
}
