import { statSync } from 'node:fs';
import { EnforceFault } from '@rein/enforce';
import {
  formatOf,
  LIMITS,
  loadTrustedKeys,
  type TrustedKey,
  verifyBundle,
  verifyLedger,
  verifyProof,
} from '@rein/ledger';
import { Command } from 'commander';
import { chunksOf, firstLine, keysFrom, wholeFile } from '../../audit/files.js';
import { locateRecord, type RecordPlace } from '../../audit/locate.js';
import { bundleWords, proofWords, recordWords } from '../../audit/verdict-words.js';
import { EXIT } from '../../exit-codes.js';
import { cliFault } from '../../fault.js';
import { out } from '../../terminal/streams.js';

interface Options {
  readonly key?: string;
  readonly kept?: string;
  readonly json?: true;
}

export function define(name: string): Command {
  return new Command(name)
    .summary('check a record, a bundle or a proof')
    .description(
      'Check that nothing in a record was changed, removed, added or cut off, and who signed it. With --key, a bundle or a proof in a file is checked instead of a run on this machine: it needs nothing else.',
    )
    .argument('[RUN|FILE]', 'a run; with --key, a file', 'last')
    .option('--key <PUB>', 'the public key to believe: base64, a PEM file, or a file of keys')
    .option('--kept <FILE>', 'a checkpoint that you kept: the record must continue it')
    .option('--json', 'the verdict as JSON')
    .addHelpText(
      'after',
      `
Exit code 0 when all of it holds, 1 when it does not; the first bad entry is named.

Examples:
  $ rein audit verify last
  $ rein audit verify 4F2K7Q --json | jq .ok
  $ rein audit verify run.bundle --key keys.json`,
    )
    .action(verify);
}

async function verify(what: string, { key, kept, json }: Options): Promise<void> {
  const keptBytes = kept === undefined ? {} : { kept: await wholeFile(kept, LIMITS.noteBytes) };
  const { verdict, words } =
    key === undefined
      ? await verifyRecord(what, keptBytes)
      : await verifyFile(what, await keysFrom(key), keptBytes);
  out(json === true ? `${JSON.stringify(verdict)}\n` : words);
  if (!verdict.ok) process.exitCode = EXIT.no;
}

type Kept = { readonly kept?: Buffer };
type Said = {
  readonly verdict: { readonly ok: boolean; readonly run?: string };
  readonly words: string;
};

async function verifyRecord(name: string, kept: Kept): Promise<Said> {
  const { state, run, folder } = locate(name);
  const keys = await loadTrustedKeys(state);
  const verdict = await verifyLedger(folder, { run, keys, ...kept });
  return { verdict: { ...verdict, run }, words: recordWords(run, verdict) };
}

/** A file that is no run is one that nobody gave a key for. */
function locate(name: string): RecordPlace {
  try {
    return locateRecord(name);
  } catch (error) {
    const isNoRun = error instanceof EnforceFault && error.code === 'no-run';
    throw isNoRun && isFile(name) ? cliFault('key-needed', { path: name }) : error;
  }
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}

async function verifyFile(path: string, keys: readonly TrustedKey[], kept: Kept): Promise<Said> {
  const format = formatOf(await firstLine(path));
  if (format?.startsWith('rein-proof/')) {
    const verdict = verifyProof(await wholeFile(path, LIMITS.manifestBytes), keys);
    return { verdict, words: proofWords(verdict) };
  }
  const verdict = await verifyBundle(chunksOf(path), { keys, ...kept });
  return { verdict, words: bundleWords(verdict) };
}
