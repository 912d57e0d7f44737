import { realpathSync, statSync } from 'node:fs';
import { sep } from 'node:path';
import { fault, reasonOf } from '../fault.js';

/**
 * The resolved path of a workspace. Throws `workspace-unusable` unless it is a directory, and apart
 * from the state: an agent whose workspace holds the record could rewrite it.
 */
export function resolveWorkspace(path: string, stateDirectory: string): string {
  let resolved: string;
  try {
    resolved = realpathSync(path);
    if (!statSync(resolved).isDirectory()) throw new Error('it is not a directory');
  } catch (error) {
    throw fault('workspace-unusable', { path, why: reasonOf(error) }, error);
  }
  if (isWithin(resolved, stateDirectory) || isWithin(stateDirectory, resolved)) {
    throw fault('workspace-unusable', { path, why: 'it and the state directory overlap' });
  }
  return resolved;
}

function isWithin(path: string, directory: string): boolean {
  return path === directory || path.startsWith(directory === sep ? sep : directory + sep);
}
