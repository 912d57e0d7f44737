/** Decisions over HTTP: how long one takes with its record on the disk, and how many a second there can be. */
import type { Place } from './bench.js';
import { type BenchDaemon, createDaemonHome, member } from './daemon.js';
import { percentile, type Row } from './row.js';

const RULES = 100;
const RATE = 500;
const SECONDS = 10;
const WARM = 2048;
/** For the most a second: so many are always under way. */
const AT_ONCE = 32;
const MANY = 5_000;

/**
 * Asks `RATE` times a second, whatever was answered so far. Milliseconds each from its asking: what
 * waits for a connection waits for the daemon.
 */
async function paced(ask: () => Promise<unknown>): Promise<number[]> {
  const took: number[] = [];
  const open: Promise<void>[] = [];
  const start = performance.now();
  for (let sent = 0; sent < RATE * SECONDS; ) {
    const due = Math.floor(((performance.now() - start) * RATE) / 1000) + 1;
    for (; sent < Math.min(due, RATE * SECONDS); sent += 1) {
      const at = performance.now();
      open.push(ask().then(() => void took.push(performance.now() - at)));
    }
    await new Promise((turn) => setTimeout(turn, 1));
  }
  await Promise.all(open);
  return took;
}

/** Always `AT_ONCE` under way; how many were answered in a second. */
async function flatOut(ask: () => Promise<unknown>): Promise<number> {
  let left = MANY;
  const start = performance.now();
  const worker = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      await ask();
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return (MANY * 1000) / (performance.now() - start);
}

async function rowsOf(daemon: BenchDaemon, what: string, ask: () => Promise<unknown>) {
  for (let i = 0; i < WARM; i += AT_ONCE) await Promise.all(Array.from({ length: AT_ONCE }, ask));
  const before = daemon.processorSeconds();
  const took = await paced(ask);
  const share = ((daemon.processorSeconds() - before) * 1000) / took.length;
  const row = (name: string, rein: number, unit: Row['unit'], goal: string): Row => ({
    ...{ name: `${what}, ${name}`, tier: 'none', rules: RULES },
    ...{ native: null, rein, ratio: null, unit, goal },
  });
  return [
    row(`${RATE}/s, p50`, percentile(took, 0.5), 'ms', '≤ 2 ms'),
    row(`${RATE}/s, p99`, percentile(took, 0.99), 'ms', '≤ 10 ms'),
    row(`processor of the daemon each`, share, 'ms', ''),
    row(`${AT_ONCE} at once, a second`, await flatOut(ask), 'per s', ''),
  ];
}

export async function actions(place: Place): Promise<Row[]> {
  const home = createDaemonHome(place);
  const daemon = await home.start();
  const { workspace } = home;
  const policy = home.writePolicy(RULES);
  await daemon.post('/v1/agents', { agent_id: 'bench', workspace, policy });
  const run_id = member(await daemon.post('/v1/runs', { agent_id: 'bench' }), 'run_id');
  // Denied: what is measured is the request, the decision and the record, and no file or network.
  const body = { run_id, capability: 'fs.write', args: { path: 'no/area/a.txt', content: 'x' } };
  const ask = () => daemon.post('/v1/actions', body);
  let number = 0;
  const keyed = () => {
    number += 1;
    return daemon.post('/v1/actions', body, { 'idempotency-key': `bench-${number}` });
  };
  try {
    return [
      ...(await rowsOf(daemon, 'POST /v1/actions', ask)),
      ...(await rowsOf(daemon, 'the same with a key', keyed)),
    ];
  } finally {
    await daemon.stop();
  }
}
