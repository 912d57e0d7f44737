import { closeSync, openSync } from 'node:fs';
import { reasonOf } from '@rein/enforce';
import {
  check,
  type Diagnostic,
  type PolicyDocument,
  type Program,
  parseInline,
  parsePolicyFile,
} from '@rein/language';
import { cliFault } from '../fault.js';
import { readUpTo } from '../read-up-to.js';
import { discoverPolicy, type PolicyFile, policyFileAt } from './discover.js';

/** Bytes of a policy file, and of a file of cases. */
export const POLICY_BYTES_MAX = 4 * 1024 * 1024;
/** What a run is held to when the policy came from `--rule`. */
export const INLINE = '--rule';

/** Where a policy comes from: a file, or the command line. */
export type PolicySource =
  | ({ readonly kind: 'file' } & PolicyFile)
  | { readonly kind: 'inline'; readonly text: string; readonly root: string };

/** A policy as it was read, valid or not. */
export interface LoadedPolicy {
  readonly source: PolicySource;
  /** Path of the file, or `--rule`. */
  readonly name: string;
  readonly document: PolicyDocument;
  /** null when it is not valid. */
  readonly program: Program | null;
  readonly diagnostics: readonly Diagnostic[];
  /** Diagnostics past the limit of what is kept. */
  readonly dropped: number;
}

/** The options by which commands name a policy. */
export interface PolicyOptions {
  readonly policy?: string;
  readonly rule?: string;
}

/** The policy that the options name, or the nearest one. */
export function chooseSource({ policy, rule }: PolicyOptions): PolicySource {
  if (policy !== undefined && rule !== undefined) {
    throw cliFault('exclusive-options', { one: '--policy', other: '--rule' });
  }
  if (rule !== undefined) return { kind: 'inline', text: rule, root: process.cwd() };
  if (policy === undefined) return { kind: 'file', ...discoverPolicy(process.cwd()) };
  return fileSource(policy);
}

/** The policy file at a path that a person wrote. Throws `policy-unreadable`. */
export function fileSource(path: string): PolicySource {
  try {
    return { kind: 'file', ...policyFileAt(path) };
  } catch (error) {
    throw cliFault('policy-unreadable', { path, why: reasonOf(error) }, error);
  }
}

/** Reads and checks a policy. Throws `policy-unreadable` or `policy-too-large`; never for its text. */
export function loadPolicy(source: PolicySource): LoadedPolicy {
  const document =
    source.kind === 'inline' ? parseInline(source.text) : parsePolicyFile(readWritten(source.path));
  const name = source.kind === 'inline' ? INLINE : source.path;
  return { source, name, document, ...check(document) };
}

/** A file that people write: a policy or its cases. Throws `policy-unreadable`, `policy-too-large`. */
export function readWritten(path: string): Buffer {
  const bytes = readBytes(path);
  if (bytes.length <= POLICY_BYTES_MAX) return bytes;
  throw cliFault('policy-too-large', { path, limit: POLICY_BYTES_MAX });
}

function readBytes(path: string): Buffer {
  try {
    const fd = openSync(path, 'r');
    try {
      return readUpTo(fd, POLICY_BYTES_MAX);
    } finally {
      closeSync(fd);
    }
  } catch (error) {
    throw cliFault('policy-unreadable', { path, why: reasonOf(error) }, error);
  }
}
