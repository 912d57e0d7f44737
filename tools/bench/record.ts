/** The record: how long a match takes to reach the event file, whether a storm loses any, memory. */
import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync, readSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { governed, type Place, program, run } from './bench.js';
import { percentile, type Row } from './row.js';

const TRIES = 500;
const PAUSE_US = 2000;
const STORM = 100_000;
const LABELS = 10_000;

const DENY = `version: 1\npolicy: |\n  rule kept:\n    block write "**/kept.txt"\n    because "bench"\n`;

/** Follows a growing file and calls `line` for each whole line, as soon as it can be read. */
function follow(path: string, line: (at: number) => void): () => void {
  const buffer = Buffer.alloc(65536);
  const fd = openSync(path, 'r');
  let stopped = false;
  const look = (): void => {
    if (stopped) return;
    const read = readSync(fd, buffer, 0, buffer.length, null);
    const now = (performance.timeOrigin + performance.now()) * 1e6;
    for (let i = 0; i < read; i++) if (buffer[i] === 0x0a) line(now);
    // A timer would add its own millisecond.
    setImmediate(look);
  };
  look();
  return () => {
    stopped = true;
    closeSync(fd);
  };
}

async function latency(place: Place): Promise<Row[]> {
  const kept = join(place.folder, 'kept.txt');
  const events = join(place.folder, 'events.jsonl');
  writeFileSync(kept, 'x\n');
  writeFileSync(events, '');
  const command = governed(
    place,
    DENY,
    [program('denied'), String(TRIES), kept, String(PAUSE_US)],
    ['--events', events],
  );
  const asked: number[] = [];
  const seen: number[] = [];
  const stop = follow(events, (at) => seen.push(at));
  const [file = '', ...args] = command;
  const child = spawn(file, args, {
    cwd: place.folder,
    env: place.env,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
  });
  await new Promise((resolve) => child.on('close', resolve));
  await new Promise((resolve) => setTimeout(resolve, 50));
  stop();
  for (const line of text.split('\n')) if (line !== '') asked.push(Number(line));
  const matches = readFileSync(events, 'utf8')
    .split('\n')
    .filter((line) => line !== '');
  const took: number[] = [];
  let next = 0;
  matches.forEach((line, i) => {
    const event: unknown = JSON.parse(line);
    const isMatch =
      typeof event === 'object' && event !== null && 'kind' in event && event.kind === 'match';
    if (!isMatch) return;
    const start = asked[next++];
    const end = seen[i];
    if (start !== undefined && end !== undefined) took.push((end - start) / 1000);
  });
  const row = (name: string, share: number, goal: string): Row => ({
    name,
    tier: 'supervisor',
    rules: 1,
    native: null,
    rein: percentile(took, share),
    ratio: null,
    unit: 'us',
    goal,
  });
  return [
    row('call to line in --events, p50', 0.5, '≤ 1000 us, goal 100'),
    row('call to line in --events, p99', 0.99, ''),
  ];
}

function storm(place: Place): Row {
  const kept = join(place.folder, 'kept.txt');
  const events = join(place.folder, 'storm.jsonl');
  run(
    place,
    governed(place, DENY, [program('denied'), String(STORM), kept, '0'], ['--events', events]),
  );
  const matches = readFileSync(events, 'utf8')
    .split('\n')
    .filter((l) => l.includes('"kind":"match"'));
  rmSync(events);
  return {
    name: `storm of ${STORM} denied opens: lines lost`,
    tier: 'supervisor',
    rules: 1,
    native: null,
    rein: STORM - matches.length,
    ratio: null,
    unit: 'events',
    goal: '0',
  };
}

function memory(place: Place): Row {
  const policy = `version: 1\npolicy: |\n  source SECRET = file "**/secret.txt"\n  rule stays:\n    block connect any if SECRET\n    because "bench"\n`;
  writeFileSync(join(place.folder, 'secret.txt'), 'x\n');
  const script = `mkdir -p made; read l < secret.txt; i=0; while [ $i -lt ${LABELS} ]; do echo x > made/$i; i=$((i+1)); done; grep VmHWM /proc/$PPID/status`;
  const said = run(place, governed(place, policy, ['bash', '-c', script]));
  rmSync(join(place.folder, 'made'), { recursive: true });
  return {
    name: `engine memory, ${LABELS} labelled files`,
    tier: 'supervisor',
    rules: 1,
    native: null,
    rein: Number(/VmHWM:\s+(\d+)/.exec(said)?.[1]) / 1024,
    ratio: null,
    unit: 'MiB',
    goal: '≤ 32 MiB',
  };
}

export async function record(place: Place): Promise<Row[]> {
  return [...(await latency(place)), storm(place), memory(place)];
}
