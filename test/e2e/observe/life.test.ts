/** How long it holds, for whom, and what is left when something is killed. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it, vi } from 'vitest';
import { createPlace, jsonLines, type Place, policy } from '../cli/place.js';
import { onObserve } from './here.js';

const REIN = fileURLToPath(new URL('../../../cli/bin/rein.js', import.meta.url));
const PINS = '/sys/fs/bpf';
const WAIT = { timeout: 30_000, interval: 20 };
const NO_NET = policy('rule no-net:\n  block connect any\n  because "no network"');
const RUN = ['run', '--engine', 'observe', '--'];

/** Exit status 0 when a UDP socket may be connected; nothing is sent. */
const CONNECT = `python3 -c 'import socket; socket.socket(socket.AF_INET, socket.SOCK_DGRAM).connect(("127.0.0.1", 9))' 2>/dev/null`;
/** Waits for a file, then says into another whether it may connect. */
const LATER = `until [ -e go ]; do sleep 0.1; done; ${CONNECT}; echo $? > said.new; mv said.new said`;

function start(place: Place, script: string): ChildProcess {
  const env = { ...process.env, NO_COLOR: '1', ...place.env };
  return spawn(process.execPath, [REIN, ...RUN, 'bash', '-c', script], {
    cwd: place.project,
    env,
    stdio: 'ignore',
  });
}

const ended = (child: ChildProcess): Promise<number | null> =>
  new Promise((resolve) => child.on('close', resolve));

/** Processes whose parent is `pid`. */
function childrenOf(pid = 0): number[] {
  const found = spawnSync('pgrep', ['-P', String(pid)], { encoding: 'utf8' });
  return found.stdout.split('\n').filter(Boolean).map(Number);
}

/** Everything pinned for observing, as `FOLDER/NAME`. */
function pins(): string[] {
  const folders = readdirSync(PINS).filter((name) => name.includes('observe'));
  return folders.flatMap((folder) =>
    readdirSync(join(PINS, folder)).map((name) => `${folder}/${name}`),
  );
}

/** What a run of this cgroup line (`0::/rein-run-…`) has left. */
function leftOf(line: string): string[] {
  const serial = /rein-run-([0-9a-f]{8})/.exec(line)?.[1];
  if (serial === undefined) throw new Error(`\`${line}\` is no cgroup of a run`);
  const cgroups = spawnSync('find', ['/sys/fs/cgroup', '-name', `rein-run-${serial}`]);
  return [
    ...pins().filter((name) => name.includes(`run_${serial}_`)),
    ...String(cgroups.stdout).split('\n').filter(Boolean),
  ];
}

onObserve('a run on the observe tier', () => {
  it('has a cgroup of its own, which goes with it', async () => {
    const place = createPlace({ 'rein.yaml': NO_NET });
    const { code, stdout } = await place.rein([...RUN, 'grep', '^0::', '/proc/self/cgroup']);
    expect(code).toBe(0);
    expect(leftOf(stdout)).toEqual([]);
  });

  it('leaves nothing attached when there is no other', async () => {
    const place = createPlace({ 'rein.yaml': NO_NET });
    await place.rein([...RUN, 'true']);
    // Another test may be observing: there is a moment between two of them.
    await vi.waitFor(
      () => expect(pins().filter((name) => name.includes('/link_'))).toEqual([]),
      WAIT,
    );
  });

  it('lasts until its last process has ended', async () => {
    const place = createPlace({ 'rein.yaml': NO_NET });
    const { code } = await place.rein([
      ...[...RUN, 'bash', '-c'],
      `grep ^0:: /proc/self/cgroup > cgroup; setsid bash -c '${LATER.replaceAll("'", `'\\''`)}' >/dev/null 2>&1 & exit 4`,
    ]);
    expect(code).toBe(4);
    writeFileSync(place.at('go'), '');
    await vi.waitFor(() => expect(readFileSync(place.at('said'), 'utf8')).toBe('1\n'), WAIT);
    await vi.waitFor(async () => {
      const [last] = jsonLines((await place.rein(['runs', '--json'])).stdout);
      expect(last?.status).toBe('ended');
    }, WAIT);
    expect(leftOf(readFileSync(place.at('cgroup'), 'utf8'))).toEqual([]);
    const log = jsonLines((await place.rein(['replay', '--json'])).stdout);
    expect(log.filter(({ rule }) => rule === 'no-net')).toHaveLength(1);
  });

  it('KE29: does not touch another run, nor what is in none', async () => {
    const one = createPlace({ 'rein.yaml': NO_NET });
    const two = createPlace({
      'rein.yaml': policy('rule no-ls:\n  kill exec "ls"\n  because "no listing"'),
    });
    // Each waits until the other is there, so that both are governed at once.
    const script = (mine: Place, other: Place) =>
      `touch ${mine.at('up')}; until [ -e ${other.at('up')} ]; do sleep 0.05; done; ls >/dev/null; echo "ls $?"; ${CONNECT}; echo "connect $?"; touch ${mine.at('done')}; until [ -e ${other.at('done')} ]; do sleep 0.05; done`;
    const runs = Promise.all([
      one.rein([...RUN, 'bash', '-c', script(one, two)]),
      two.rein([...RUN, 'bash', '-c', script(two, one)]),
    ]);
    await vi.waitFor(
      () => expect([one, two].every((at) => existsSync(at.at('up')))).toBe(true),
      WAIT,
    );
    const outside = spawnSync('bash', ['-c', `ls / >/dev/null && ${CONNECT}`]);
    const [first, second] = await runs;
    expect(outside.status).toBe(0);
    expect(first.stdout).toBe('ls 0\nconnect 1\n');
    expect(second.stdout).toBe('ls 137\nconnect 0\n');
  });
});

onObserve('when something of it is killed', () => {
  it('the engine: what it left goes on refusing, until the run is empty', async () => {
    const place = createPlace({ 'rein.yaml': NO_NET });
    const child = start(place, `grep ^0:: /proc/self/cgroup > cgroup; touch up; ${LATER}`);
    await vi.waitFor(() => expect(existsSync(place.at('up'))).toBe(true), WAIT);
    const [engine = 0] = childrenOf(child.pid);
    const over = ended(child);
    process.kill(engine, 'SIGKILL');
    await vi.waitFor(() => expect(childrenOf(child.pid)).toEqual([]), WAIT);
    const line = readFileSync(place.at('cgroup'), 'utf8');
    expect(leftOf(line)).not.toEqual([]);
    writeFileSync(place.at('go'), '');
    expect(await over).toBe(125);
    await vi.waitFor(() => expect(readFileSync(place.at('said'), 'utf8')).toBe('1\n'), WAIT);
    await vi.waitFor(() => expect(leftOf(line)).toEqual([]), WAIT);
    const log = jsonLines((await place.rein(['replay', '--json'])).stdout);
    expect(log.find(({ kind }) => kind === 'end')).toMatchObject({ how: 'failed' });
  });

  it('nobody reads for a while: what found no room is counted', async () => {
    const place = createPlace({
      'rein.yaml': policy('rule noted:\n  notify open "noted-*"\n  because "noted"'),
    });
    const many = 'for ((i = 0; i < 20000; i++)); do : < noted-file; done';
    const child = start(
      place,
      `touch up; until [ -e go ]; do sleep 0.1; done; ${many}; touch done; until [ -e end ]; do sleep 0.1; done`,
    );
    writeFileSync(place.at('noted-file'), '');
    await vi.waitFor(() => expect(existsSync(place.at('up'))).toBe(true), WAIT);
    const over = ended(child);
    const [engine = 0] = childrenOf(child.pid);
    process.kill(engine, 'SIGSTOP');
    writeFileSync(place.at('go'), '');
    await vi.waitFor(() => expect(existsSync(place.at('done'))).toBe(true), WAIT);
    process.kill(engine, 'SIGCONT');
    writeFileSync(place.at('end'), '');
    expect(await over).toBe(0);
    const log = jsonLines((await place.rein(['replay', '--json'])).stdout);
    const end = log.find(({ kind }) => kind === 'end');
    const told = log.filter(({ kind }) => kind === 'match').length;
    const { events_lost: lost, matches } = Object(end?.counters);
    expect(lost).toBeGreaterThan(0);
    expect(told + lost).toBe(matches);
  });
});
