import { existsSync } from 'node:fs';
import { encodeProof, LIMITS, proveConsistency, proveEntry } from '@rein/ledger';
import { Command } from 'commander';
import { wholeFile, writeWhole } from '../../audit/files.js';
import { locateRecord } from '../../audit/locate.js';
import { cliFault } from '../../fault.js';

interface Options {
  readonly entry?: string;
  readonly from?: string;
  readonly to?: string;
  readonly out?: string;
  readonly force?: true;
}

export function define(name: string): Command {
  return new Command(name)
    .summary('prove one entry, or that a record continues an earlier one')
    .description(
      'Prove with a few hashes that an entry stands in the signed record, or that the record continues an earlier one; the rest of it is not given away.',
    )
    .argument('[RUN]', 'the run, or `control`', 'last')
    .option('--entry <N>', 'prove that entry N, by its `seq`, stands in it')
    .option('--from <N|FILE>', 'prove that it continues its first N entries, or a checkpoint')
    .option('--to <FILE>', 'a checkpoint of it that you kept; the newest if not given')
    .option('-o, --out <FILE>', 'where to write it; standard output if not given')
    .option('--force', 'replace a file that is there')
    .addHelpText(
      'after',
      `
Examples:
  $ rein audit proof last --entry 3 -o entry.proof
  $ rein audit proof last --from 2 | jq .hashes`,
    )
    .action(proof);
}

async function proof(name: string, { entry, from, to, out, force }: Options): Promise<void> {
  if (entry !== undefined && from !== undefined) {
    throw cliFault('exclusive-options', { one: '--entry', other: '--from' });
  }
  const { run, folder } = locateRecord(name);
  const checkpoint = to === undefined ? {} : { checkpoint: await wholeFile(to, LIMITS.noteBytes) };
  const record = { dir: folder, run, ...checkpoint };
  const made =
    from === undefined
      ? await proveEntry(record, numberOf('--entry', entry))
      : await proveConsistency(record, await earlierOf(from));
  await writeWhole({ path: out, force: force === true }, [encodeProof(made)]);
}

async function earlierOf(from: string): Promise<number | Buffer> {
  return existsSync(from) ? await wholeFile(from, LIMITS.noteBytes) : numberOf('--from', from);
}

function numberOf(option: string, value: string | undefined): number {
  const found = value !== undefined && /^\d{1,15}$/.test(value) ? Number(value) : undefined;
  if (found !== undefined) return found;
  const expected = 'give a number of the record: `rein audit events` shows them';
  if (value === undefined) throw cliFault('missing-option', { option, expected });
  throw cliFault('bad-option', { option, value, expected });
}
