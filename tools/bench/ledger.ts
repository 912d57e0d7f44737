/** The ledger by itself: entries taken with every batch synced, and verified, per second. */
import { join } from 'node:path';
import { loadTrustedKeys, openLedger, openUserKey, verifyLedger } from '@rein/ledger';
import { sampleMatch } from '../../ledger/bench/sample.js';
import type { Place } from './bench.js';
import { median, type Row } from './row.js';

const RUN = '01J00000000000000000BENCH0';
const ENTRIES = 200_000;
/** Calls between two looks whether there is room, as a busy engine makes them. */
const BURST = 256;
const ROUNDS = 3;

export async function ledger({ folder }: Place): Promise<Row[]> {
  const state = join(folder, 'ledger-state');
  const dir = join(state, 'run');
  const appended = await perSecond(() => append(state, dir));
  const keys = await loadTrustedKeys(state);
  const verified: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    verified.push(
      await perSecond(async () => {
        const verdict = await verifyLedger(dir, { run: RUN, keys });
        if (!verdict.ok) throw new Error(verdict.finding.message);
      }),
    );
  }
  return [
    row('entries recorded, each batch synced', appended, '≥ 20 000'),
    row('entries verified, with signature', median(verified), '≥ 200 000'),
  ];
}

async function append(state: string, dir: string): Promise<void> {
  const ledger = await openLedger({ dir, run: RUN, signer: await openUserKey(state) });
  let acknowledged = 0;
  for (let index = 0; index < ENTRIES; index++) {
    if (index % BURST === 0) {
      await ledger.room();
      await new Promise(setImmediate);
    }
    void ledger.append('match', sampleMatch(index)).then(() => {
      acknowledged += 1;
    });
  }
  await ledger.close();
  if (acknowledged !== ENTRIES) throw new Error(`${acknowledged} of ${ENTRIES} acknowledged`);
}

async function perSecond(action: () => Promise<void>): Promise<number> {
  const began = performance.now();
  await action();
  return ENTRIES / ((performance.now() - began) / 1000);
}

function row(name: string, rein: number, goal: string): Row {
  const nothing = { tier: 'none', rules: 0, native: null, ratio: null } as const;
  return { ...nothing, name, rein, unit: 'per s', goal };
}
