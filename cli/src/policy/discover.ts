import { realpathSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { POLICY_FILES } from '@rein/govern';
import { cliFault } from '../fault.js';

const OTHERS_WRITE = 0o002;

/** A policy file, and the folder that its relative patterns start from. */
export interface PolicyFile {
  /** Absolute, with links resolved. */
  readonly path: string;
  readonly root: string;
}

/**
 * The nearest policy: in `folder`, or above it. Throws `no-policy` or `policy-not-yours`.
 *
 * Folders above that everybody may write to, such as /tmp, are passed over: what lies there may be a
 * stranger's, who would choose the policy.
 */
export function discoverPolicy(folder: string): PolicyFile {
  const start = realpathSync(folder);
  for (let at = start; ; at = dirname(at)) {
    for (const name of at === start || !isEverybodys(at) ? POLICY_FILES : []) {
      const path = join(at, name);
      const owner = ownerOf(path);
      if (owner === undefined) continue;
      checkOwner(path, owner);
      return policyFileAt(path);
    }
    if (at === dirname(at)) throw cliFault('no-policy', { folder });
  }
}

/** The file that a person named; it need not have one of the known names. */
export function policyFileAt(path: string): PolicyFile {
  const resolved = realpathSync(path);
  return { path: resolved, root: rootOf(resolved) };
}

/** The folder that relative patterns of the policy at an absolute path start from. */
export function rootOf(path: string): string {
  const folder = dirname(path);
  // A policy in a folder of its own is about the folder around it.
  return ['.rein', '.actplane'].includes(basename(folder)) ? dirname(folder) : folder;
}

function ownerOf(path: string): number | undefined {
  const found = statSync(path, { throwIfNoEntry: false });
  return found?.isFile() ? found.uid : undefined;
}

function isEverybodys(folder: string): boolean {
  return (statSync(folder).mode & OTHERS_WRITE) !== 0;
}

/**
 * Whoever owns a folder above would choose the policy. Root runs in other people's folders on
 * purpose, in containers most of all.
 */
function checkOwner(path: string, owner: number): void {
  const user = process.geteuid?.() ?? 0;
  if (user === 0 || owner === user || owner === 0) return;
  throw cliFault('policy-not-yours', { path, owner });
}
