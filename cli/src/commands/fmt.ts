import { relative } from 'node:path';
import { formatPolicyFile } from '@rein/language';
import { Command } from 'commander';
import { EXIT } from '../exit-codes.js';
import { cliFault } from '../fault.js';
import { discoverPolicy } from '../policy/discover.js';
import { readWritten } from '../policy/load.js';
import { replaceFile } from '../replace-file.js';
import { sayFindings } from '../terminal/diagnostic-paint.js';
import { out } from '../terminal/streams.js';

interface Options {
  readonly check?: true;
  readonly write?: true;
}

export function define(name: string): Command {
  return new Command(name)
    .description(
      'Format policies: one layout, no word changed. Prints the result unless told else.',
    )
    .argument('[FILE...]', 'policy files; else the one `rein run` would use')
    .option('--check', 'print the names of files that are not formatted; exit code 1 if any')
    .option('--write', 'write the result back')
    .addHelpText(
      'after',
      `
Examples:
  $ rein fmt --check
  $ rein fmt --write policies/*.yaml`,
    )
    .action(fmt);
}

function fmt(files: string[], options: Options): void {
  if (options.check === true && options.write === true) {
    throw cliFault('exclusive-options', { one: '--check', other: '--write' });
  }
  const names =
    files.length > 0 ? files : [relative(process.cwd(), discoverPolicy(process.cwd()).path)];
  for (const name of names) formatOne(name, options);
}

function formatOne(name: string, { check, write }: Options): void {
  const before = readWritten(name).toString('utf8');
  const formatted = formatPolicyFile(before);
  if (!formatted.ok) {
    const { diagnostics } = formatted;
    sayFindings({ name, text: before, diagnostics });
    process.exitCode = EXIT.no;
    return;
  }
  const { text } = formatted;
  if (check !== true && write !== true) {
    out(text);
    return;
  }
  if (text === before) return;
  out(`${name}\n`);
  if (check === true) process.exitCode = EXIT.no;
  else replaceFile(name, text);
}
