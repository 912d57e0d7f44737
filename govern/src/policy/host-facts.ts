import { existsSync, realpathSync } from 'node:fs';
import { homeFolder } from '@rein/enforce';
import type { HostFacts } from '@rein/language';

/** What a policy means depends on: where it lies, whose home `~` is, which folders are links. */
export function hostFacts(root: string, agent?: string): HostFacts {
  return {
    root: resolved(root),
    home: resolved(homeFolder()),
    realpath: resolved,
    ...(agent === undefined ? {} : { agent }),
  };
}

/** A path with its links resolved; itself when it is not there, which is told without an exception. */
function resolved(path: string): string {
  try {
    return existsSync(path) ? realpathSync(path) : path;
  } catch {
    return path;
  }
}
