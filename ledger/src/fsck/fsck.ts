import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type Diagnostic, LedgerError } from '../diagnostic.js';
import { lockOwner } from '../files/lock.js';
import type { Liveness } from '../files/process-identity.js';
import { readWitnesses, type Witnesses } from '../files/witnesses.js';
import { LEDGER_FILES } from '../layout.js';
import { LIMITS } from '../limits.js';
import type { Digest } from '../merkle/hash.js';
import type { TrustedKey } from '../note/key.js';
import { findingAt } from '../verify/result.js';
import { compareCheckpoint, compareHead } from './compare.js';
import { readLines } from './read-lines.js';
import { Rederivation } from './rederive.js';

/** One thing that is wrong with a ledger; `seq` if it lies in an entry. */
export interface Problem extends Diagnostic {
  readonly seq?: number;
}

/** Everything that is wrong with a ledger, and what it amounts to. */
export interface FsckReport {
  readonly ok: boolean;
  readonly problems: readonly Problem[];
  /** Problems that were found beyond `LIMITS.problems`. */
  readonly more: number;
  readonly run?: string;
  readonly entries: number;
  readonly root: Digest;
  readonly sealed: boolean;
  /** Whether its writer lives; nothing if it closed. */
  readonly writer?: Liveness;
  /** Unfinished entries that were set aside after a crash. */
  readonly tornFiles: readonly string[];
  /** Files in the directory that are no part of the ledger; a run keeps some beside it. */
  readonly otherFiles: readonly string[];
}

/** What a ledger is held against. */
export interface FsckOptions {
  readonly run?: string;
  readonly keys?: readonly TrustedKey[];
}

/**
 * Derives everything in the ledger in `dir` anew from its stored bytes and compares. Unlike the
 * verifier it goes on after the first problem, and keeps about 200 bytes for each entry. Meant for a
 * ledger nobody writes to. Rejects with `no-ledger`.
 */
export async function fsck(dir: string, options: FsckOptions = {}): Promise<FsckReport> {
  const problems: Problem[] = [];
  let found = 0;
  const report = (problem: Problem): void => {
    found++;
    if (problems.length < LIMITS.problems) problems.push(problem);
  };
  const attempt = async <T>(action: () => Promise<T> | T, otherwise: T): Promise<T> => {
    try {
      return await action();
    } catch (error) {
      if (!(error instanceof LedgerError) || error.code === 'no-ledger') throw error;
      report({ name: error.code, id: error.id, message: error.message, help: error.help });
      return otherwise;
    }
  };
  const writer = await attempt(() => lockOwner(join(dir, LEDGER_FILES.lock)), undefined);
  const witnesses = await attempt<Witnesses>(() => readWitnesses(dir), {});
  const rederivation = new Rederivation(options.run, report);
  const tornBytes = await attempt(() => readLines(dir, (line) => rederivation.add(line)), 0);
  const { derived } = rederivation;
  const seq = derived.tree.size;
  if (tornBytes > 0) report(findingAt(seq, 'torn-tail', { seq, bytes: tornBytes }));
  for (const problem of compareHead(witnesses.head, derived)) report(problem);
  const signed = compareCheckpoint(witnesses.checkpoint, options.keys, derived);
  for (const problem of signed) report(problem);
  const names = await readdir(dir);
  return {
    ok: found === 0,
    problems,
    more: found - problems.length,
    ...(derived.run === undefined ? {} : { run: derived.run }),
    entries: seq,
    root: derived.tree.root(),
    sealed: derived.sealed,
    ...(writer === undefined ? {} : { writer }),
    tornFiles: names.filter(isTorn),
    otherFiles: names.filter(isOther),
  };
}

const KNOWN: ReadonlySet<string> = new Set([
  LEDGER_FILES.log,
  LEDGER_FILES.head,
  LEDGER_FILES.checkpoint,
  LEDGER_FILES.lock,
]);

function isTorn(name: string): boolean {
  return name.startsWith(LEDGER_FILES.tornPrefix);
}

/** A writer that was killed may leave drafts and links of its lock: those are its own too. */
function isOther(name: string): boolean {
  const isDraft =
    /^(?:head\.json|checkpoint)\.tmp$|^lock\.(?:[0-9a-f]{16}\.tmp|after-[0-9a-f]{16})$/;
  return !KNOWN.has(name) && !isTorn(name) && !isDraft.test(name);
}
