import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { type Ledger, type OpenOptions, openLedger } from '../../src/index.js';
import { LEDGER_FILES } from '../../src/layout.js';
import { RUN } from './log.js';
import { tempDir } from './temp.js';

/** A place for a ledger that does not exist yet. */
export function ledgerDir(): string {
  return join(tempDir(), 'run');
}

/** Opens a ledger that is closed with the test, if the test does not do it. */
export async function openTestLedger(
  dir: string,
  options: Partial<OpenOptions> = {},
): Promise<Ledger> {
  const ledger = await openLedger({ dir, run: RUN, fsync: 'never', ...options });
  onTestFinished(async () => {
    await ledger.close({ handOver: true }).catch(() => {});
  });
  return ledger;
}

/** A file of the ledger, as text. */
export function fileOf(dir: string, name: keyof typeof LEDGER_FILES): string {
  return readFileSync(join(dir, LEDGER_FILES[name]), 'utf8');
}

/** The entries of the log, understood the plain way. */
export function entriesOf(dir: string): Record<string, unknown>[] {
  return fileOf(dir, 'log')
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line));
}
