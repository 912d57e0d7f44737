import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FsyncPolicy } from '../src/index.js';
import {
  fsck,
  LIMITS,
  loadTrustedKeys,
  openLedger,
  openUserKey,
  verifyLedger,
} from '../src/index.js';
import { sampleMatch } from './sample.js';

/**
 * Prints how fast a ledger takes and verifies entries here. `npx tsx ledger/bench/main.ts [ENTRIES]
 * [DIR]`; DIR is on the disk to be measured, the system's temporary folder if not given.
 */
const RUN = '01J00000000000000000BENCH0';
const entries = Number(process.argv[2] ?? 200_000);
const stateDir = await mkdtemp(join(process.argv[3] ?? tmpdir(), 'rein-ledger-bench-'));
const rows: Row[] = [];

interface Row {
  readonly what: string;
  readonly perSecond: number;
  readonly seconds: string;
  readonly peakMiB: number;
}

async function measure(what: string, count: number, action: () => Promise<void>): Promise<void> {
  const started = performance.now();
  await action();
  const seconds = (performance.now() - started) / 1000;
  const peakMiB = Math.round(process.resourceUsage().maxRSS / 1024);
  rows.push({ what, perSecond: Math.round(count / seconds), seconds: seconds.toFixed(2), peakMiB });
}

/** Appends as a busy engine does: as fast as there is room, each entry awaited by somebody. */
async function append(dir: string, fsync: FsyncPolicy, count: number): Promise<void> {
  const signer = await openUserKey(stateDir);
  const ledger = await openLedger({ dir, run: RUN, fsync, signer });
  let acknowledged = 0;
  const take = () => {
    acknowledged++;
  };
  for (let index = 0; index < count; index++) {
    if (index % 256 === 0) {
      await ledger.room();
      await new Promise(setImmediate);
    }
    void ledger.append('match', sampleMatch(index)).then(take);
  }
  await ledger.close();
  if (acknowledged !== count) throw new Error(`${acknowledged} of ${count} acknowledged`);
}

/** One entry at a time, each awaited: the latency of a decision that must be on the record first. */
async function appendOneByOne(dir: string, count: number): Promise<void> {
  const ledger = await openLedger({ dir, run: RUN });
  for (let index = 0; index < count; index++) await ledger.append('match', sampleMatch(index));
  await ledger.close();
}

try {
  const dir = (name: string) => join(stateDir, name);
  const sequential = Math.min(entries, 1000);
  await measure('append one by one, fsync batch', sequential, () =>
    appendOneByOne(dir('one'), sequential),
  );
  for (const fsync of ['batch', 'interval', 'never'] as const) {
    await measure(`append, fsync ${fsync}`, entries, () => append(dir(fsync), fsync, entries));
  }
  const keys = await loadTrustedKeys(stateDir);
  await measure('verify with head and signature', entries, async () => {
    const verdict = await verifyLedger(dir('batch'), { run: RUN, keys });
    if (!verdict.ok) throw new Error(verdict.finding.message);
  });
  await measure('fsck', entries, async () => {
    const report = await fsck(dir('batch'), { run: RUN, keys });
    if (!report.ok) throw new Error(report.problems[0]?.message);
  });
  console.table(rows);
  console.log(`${entries} entries of about 560 bytes, batches of up to ${LIMITS.batchBytes} bytes`);
} finally {
  await rm(stateDir, { recursive: true });
}
