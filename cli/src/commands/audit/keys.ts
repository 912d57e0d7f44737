import { openStateDirectory } from '@rein/enforce';
import { type KeyRecord, openUserKey, readKeySet, rotateUserKey } from '@rein/ledger';
import { Command } from 'commander';
import { table } from '../../terminal/columns.js';
import { out, say } from '../../terminal/streams.js';
import { colorsFor } from '../../terminal/style.js';

interface Options {
  readonly rotate?: true;
  readonly json?: true;
}

export function define(name: string): Command {
  return new Command(name)
    .summary('show the public keys that sign records, or rotate them')
    .description(
      'Show the public keys that sign records here, retired ones included. Hand them to whoever is to verify: by another way than the bundles.',
    )
    .option('--rotate', 'retire the key in use and make a new one')
    .option('--json', 'the keys as a file for `rein audit verify --key`')
    .addHelpText(
      'after',
      `
A retired key stays good for runs that began before, and for no others.

Examples:
  $ rein audit keys
  $ rein audit keys --json > keys.json`,
    )
    .action(keys);
}

async function keys({ rotate, json }: Options): Promise<void> {
  const state = openStateDirectory();
  await openUserKey(state);
  if (rotate === true) {
    await rotateUserKey(state);
    say(`${colorsFor('stderr').green('rotated')}: runs from now on are signed with the new key\n`);
  }
  const found = await readKeySet(state);
  out(json === true ? `${JSON.stringify({ v: 1, keys: found })}\n` : words(found));
}

function words(found: readonly KeyRecord[]): string {
  const { dim, green } = colorsFor('stdout');
  const head = ['key', 'in use from', 'until'].map((title) => dim(title));
  const rows = found.map(({ public: key, created, retired }) => [
    key,
    atSecond(created),
    retired === undefined ? green('in use') : atSecond(retired),
  ]);
  return table([head, ...rows]);
}

function atSecond(time: string): string {
  return `${time.replace('T', ' ').slice(0, 19)} UTC`;
}
