import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readLedger, verifyLedger } from '@rein/ledger';
import { expect, test } from 'vitest';
import { type Answer, call } from '../http/daemon.js';
import { until } from '../runs/bench.js';
import { newProcess } from './process.js';

const FULL = process.env.REIN_TEST_FULL !== undefined;
/** A thousand in the long run; enough to lose some in the everyday one. */
const HOLDS = FULL ? 1000 : 60;
const RUNS = FULL ? 4 : 2;
const KILLS = 3;
const DECIDERS = FULL ? 8 : 4;

interface Item {
  readonly request_id: string;
  readonly run_id: string;
  readonly status: string;
  readonly decided_by?: string;
  readonly asked: { readonly target: string };
}

test(`${HOLDS} parallel holds over ${KILLS} kills of the daemon: each decided once, none lost`, {
  timeout: 240_000,
}, async () => {
  const daemon = await newProcess();
  const runs = await Promise.all(
    Array.from({ length: RUNS }, async (_, index) => {
      const { json } = await daemon.ask('POST', '/v1/runs', {
        agent_id: 'researcher',
        // Each in a folder of its own, where the engine says how its holds were settled.
        command: [
          'sh',
          '-c',
          `until [ -e settled ]; do sleep 0.05; done; mv settled settled-${index}`,
        ],
        env: {
          TEST_HOLDS: String(
            Math.ceil((HOLDS * (index + 1)) / RUNS) - Math.ceil((HOLDS * index) / RUNS),
          ),
        },
        ...(await folderFor(daemon.workspace, index)),
      });
      return String(json.run_id);
    }),
  );

  /** What deciders were told: request id to the verdict that was acknowledged. */
  const acknowledged = new Map<string, string[]>();
  let isOver = false;
  const decide = async (number: number): Promise<void> => {
    const verb = number % 2 === 0 ? 'grant' : 'deny';
    while (!isOver) {
      const items = await pending(daemon);
      // All deciders go through the same list, so that many answers meet at one request.
      for (const { request_id } of items) {
        const answer = await tolerant(daemon, 'POST', `/v1/approvals/${request_id}/${verb}`, {
          reason: `by ${number}`,
        });
        if (answer?.status !== 200) continue;
        acknowledged.set(request_id, [...(acknowledged.get(request_id) ?? []), answer.json.status]);
      }
    }
  };
  const deciders = Array.from({ length: DECIDERS }, (_, number) => decide(number));
  const disturb = (async () => {
    for (let kill = 1; kill <= KILLS; kill++) {
      // A third, two thirds, and nearly all of the way: wherever that is in the daemon's work.
      await until(async () => acknowledged.size >= (HOLDS * kill) / (KILLS + 1));
      await daemon.kill('SIGKILL');
      await daemon.start();
    }
  })();
  await disturb;
  await until(async () => {
    const states = await Promise.all(runs.map((id) => tolerant(daemon, 'GET', `/v1/runs/${id}`)));
    return states.every((state) => state?.json.ended_at !== undefined);
  });
  isOver = true;
  await Promise.all(deciders);

  const items = await all(daemon);
  expect(items).toHaveLength(HOLDS);
  // None waits, none was decided by time, and what was acknowledged is what stands.
  expect(items.filter(({ status }) => status !== 'APPROVED' && status !== 'DENIED')).toEqual([]);
  for (const { request_id, status } of items) {
    const told = acknowledged.get(request_id) ?? [];
    expect(told.length, request_id).toBeLessThanOrEqual(1);
    if (told.length === 1) expect(told[0]).toBe(status);
  }
  // The engine heard one answer to each hold, and it is the one in the queue.
  for (const [index, run] of runs.entries()) {
    const settled = readFileSync(join(daemon.workspace, `r${index}`, `settled-${index}`), 'utf8');
    const lines = settled.trim().split('\n');
    const ofRun = items.filter(({ run_id }) => run_id === run);
    expect(lines).toHaveLength(ofRun.length);
    const heard = new Map(lines.map((line) => [line.split(' ')[0], line.split(' ')[1]]));
    for (const { asked, status } of ofRun) {
      expect(heard.get(asked.target.replace('/bin/hold-', ''))).toBe(status.toLowerCase());
    }
    expect(await verifyLedger(join(daemon.home, 'rein', 'runs', run))).toMatchObject({ ok: true });
  }
  // And the record of what people did has each decision once.
  await daemon.ask('GET', '/readyz');
  const record = join(daemon.daemonDir, 'record');
  const decided: string[] = [];
  for await (const entry of readLedger(record)) {
    if (/^approval-(approved|denied)$/.test(entry.kind)) decided.push(String(entry.request));
  }
  expect(decided.sort()).toEqual(items.map(({ request_id }) => request_id).sort());
});

async function folderFor(workspace: string, index: number): Promise<{ cwd: string }> {
  const cwd = join(workspace, `r${index}`);
  const { mkdir } = await import('node:fs/promises');
  await mkdir(cwd);
  return { cwd };
}

type Process = Awaited<ReturnType<typeof newProcess>>;

/** A request that may meet a daemon that is being killed; then nobody knows what came of it. */
async function tolerant(
  { socket, approverToken }: Process,
  method: string,
  path: string,
  body?: unknown,
): Promise<Answer | undefined> {
  try {
    return await call(socket, method, path, { token: approverToken, body });
  } catch {
    await new Promise((resolve) => setTimeout(resolve, 20));
    return undefined;
  }
}

async function pending(daemon: Process): Promise<Item[]> {
  const answer = await tolerant(daemon, 'GET', '/v1/approvals?status=PENDING&limit=50');
  return answer?.status === 200 ? answer.json.items : [];
}

async function all(daemon: Process): Promise<Item[]> {
  const found: Item[] = [];
  for (let next: string | undefined = ''; next !== undefined; ) {
    const cursor: string = next === '' ? '' : `&cursor=${next}`;
    const { json } = await daemon.ask('GET', `/v1/approvals?limit=500${cursor}`);
    found.push(...json.items);
    next = json.next;
  }
  return found;
}
