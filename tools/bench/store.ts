/** A daemon that holds much: how fast it finds things, and what memory it takes. */
import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Place, run } from './bench.js';
import { createDaemonHome } from './daemon.js';
import { percentile, type Row } from './row.js';

const RUNS = 10_000;
const EVENTS = 5_000_000;
const REQUESTS = 200;
const TSX = import.meta.resolve('tsx');
const FILL = fileURLToPath(new URL('../../control/bench/fill.ts', import.meta.url));

const row = (name: string, rein: number, unit: Row['unit'], goal: string): Row => ({
  ...{ name, tier: 'none', rules: 0, native: null, rein, ratio: null, unit, goal },
});

async function finding(place: Place): Promise<Row[]> {
  const home = createDaemonHome(place);
  const empty = await home.start();
  await empty.stop();
  const { state } = empty;
  run(place, [process.execPath, '--import', TSX, FILL, state, String(RUNS), String(EVENTS)]);
  const began = performance.now();
  const daemon = await home.start();
  const rows = [row('start of a daemon with it', performance.now() - began, 'ms', '')];
  const id = (number: number) => `01${String(number).padStart(24, '0')}`;
  const some = (round: number) => id(1 + ((round * 7919) % RUNS));
  const questions: [string, (round: number) => string[]][] = [
    ['list runs', () => ['/v1/runs?limit=50']],
    ['runs of an agent that failed', (i) => [`/v1/runs?agent_id=agent-${i % 50}&status=FAILED`]],
    ['open a run', (i) => [`/v1/runs/${some(i)}`, `/v1/runs/${some(i)}/events?limit=100`]],
    ['list events', () => ['/v1/audit/events?limit=50']],
    ['events of a rare outcome', () => ['/v1/audit/events?limit=50&status=killed']],
    ['events of an agent', (i) => [`/v1/audit/events?limit=50&agent_id=agent-${i % 50}`]],
    ['events of a run', (i) => [`/v1/audit/events?limit=50&run_id=${some(i)}`]],
  ];
  for (const [name, paths] of questions) {
    const took: number[] = [];
    for (let round = 0; round < REQUESTS; round += 1) {
      const at = performance.now();
      for (const path of paths(round)) await daemon.get(path);
      took.push(performance.now() - at);
    }
    rows.push(row(`${name}, p95`, percentile(took, 0.95), 'ms', '≤ 100 ms'));
  }
  rows.push(row('memory of the daemon, most', daemon.memoryMiB().peak, 'MiB', '≤ 250 MiB'));
  await daemon.stop();
  rmSync(state, { recursive: true });
  return rows;
}

export async function store(place: Place): Promise<Row[]> {
  const named = `${RUNS} runs, ${EVENTS / 1e6} million events: `;
  return (await finding(place)).map((one) => ({ ...one, name: named + one.name }));
}
