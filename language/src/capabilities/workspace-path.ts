/** Paths that an agent gives: only down from the workspace, whatever they are spelled like. */
import { utf8 } from '../glob/utf8.js';
import { CAPABILITY_LIMITS } from './capability.js';

export type WorkspacePath =
  /** Its names from the workspace down; none for the workspace itself. */
  | { readonly ok: true; readonly segments: readonly string[] }
  | { readonly ok: false; readonly why: string };

const SEGMENT_BYTES_MAX = 255;

/**
 * Reads a path that has to stay below the workspace. `..` is refused even where it would lead back:
 * what `a/..` is depends on what `a` is by then.
 */
export function readWorkspacePath(path: string): WorkspacePath {
  if (path === '') return no('the path is empty');
  if (path.includes('\0')) return no('the path holds a NUL');
  if (path.startsWith('/')) return no('the path is absolute; paths start from the workspace');
  if (/\p{Cs}/u.test(path)) return no('the path is not UTF-8');
  if (utf8(path).length > CAPABILITY_LIMITS.resourceBytes) {
    return no(`the path has more than ${CAPABILITY_LIMITS.resourceBytes} bytes`);
  }
  const segments = path.split('/').filter((segment) => segment !== '' && segment !== '.');
  if (segments.includes('..')) return no('the path leads out of the workspace with `..`');
  if (segments.some((segment) => utf8(segment).length > SEGMENT_BYTES_MAX)) {
    return no(`a name in the path has more than ${SEGMENT_BYTES_MAX} bytes`);
  }
  return { ok: true, segments };
}

function no(why: string): WorkspacePath {
  return { ok: false, why };
}
