import { execFileSync, spawn, spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, vi } from 'vitest';
import { createPlace, jsonLines, type Place, policy } from './place.js';

const REIN = fileURLToPath(new URL('../../../cli/bin/rein.js', import.meta.url));
const POLICY = policy('rule no-late:\n  block write "late*"\n  because "too late"');
const project = () => createPlace({ 'rein.yaml': POLICY });
const isRoot = process.geteuid?.() === 0;
const WAIT = { timeout: 30_000, interval: 100 };
const SOON = { timeout: 30_000, interval: 2 };

interface Listed {
  readonly run: string;
  readonly status: string;
  readonly code: number | null;
}

async function lastRun(place: Place): Promise<Listed> {
  const [line = '{}'] = (await place.rein(['runs', '--json'])).stdout.split('\n');
  return JSON.parse(line);
}

const logOf = async (place: Place, run = 'last') =>
  jsonLines((await place.rein(['replay', run, '--json'])).stdout);

/** The record of the only run, read while it is written. */
function logText({ state }: Place): string {
  const runs = join(state, 'runs');
  return readdirSync(runs)
    .map((run) => readFileSync(join(runs, run, 'log.jsonl'), 'utf8'))
    .join('');
}

/** Processes whose parent is `pid`. */
function childrenOf(pid: number): number[] {
  const found = spawnSync('pgrep', ['-P', String(pid)], { encoding: 'utf8' });
  return found.stdout.split('\n').filter(Boolean).map(Number);
}

describe('HC9: processes that outlive the command', () => {
  it('stay governed and recorded, while rein returns', async () => {
    const place = project();
    const events = place.at('events.jsonl');
    const script =
      'setsid sh -c "until [ -e go ]; do sleep 0.1; done; echo x > late.txt; sleep 0.3; echo y > late2.txt" >/dev/null 2>&1 & echo gone; exit 4';
    const { code, stdout, stderr } = await place.rein([
      ...['run', '--events', events, '--', 'sh', '-c', script],
    ]);
    expect([code, stdout]).toEqual([4, 'gone\n']);
    expect(stderr).toContain('processes of this run live on, governed and recorded');
    expect(await lastRun(place)).toMatchObject({ status: 'left-behind', code: 4 });
    writeFileSync(place.at('go'), '');
    await vi.waitFor(async () => expect((await lastRun(place)).status).toBe('ended'), WAIT);
    expect(existsSync(place.at('late.txt'))).toBe(false);
    const log = await logOf(place);
    expect(log.filter(({ rule }) => rule === 'no-late')).toHaveLength(2);
    expect(log.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['left-behind', 'end']));
    expect((await place.rein(['audit', 'verify'])).stdout).toContain('sealed');
    expect(jsonLines(readFileSync(events, 'utf8'))).toEqual(
      log.filter(({ kind }) => kind !== 'ledger-seal'),
    );
  });

  it('are on record to the last, also when they end while the recording is handed over', async () => {
    const place = project();
    const script =
      'setsid sh -c "until [ -e go ]; do sleep 0.01; done; echo x > late.txt" >/dev/null 2>&1 & exit 0';
    const running = place.rein(['run', '--', 'sh', '-c', script]);
    // From here until its successor listens nobody reads, and the engine is over by then.
    await vi.waitFor(() => expect(logText(place)).toContain('"kind":"left-behind"'), SOON);
    writeFileSync(place.at('go'), '');
    expect((await running).stderr).toContain('live on');
    await vi.waitFor(() => expect(logText(place)).toContain('"kind":"ledger-seal"'), WAIT);
    const log = await logOf(place);
    expect(log.filter(({ rule }) => rule === 'no-late')).toHaveLength(1);
    expect(log.at(-2)).toMatchObject({ kind: 'end', how: 'empty' });
  });

  it('are waited for a moment, when they only need that', async () => {
    const place = project();
    const { stderr } = await place.rein(['run', '--', 'sh', '-c', 'sleep 0.1 & exit 0']);
    expect(stderr).not.toContain('live on');
    expect((await lastRun(place)).status).toBe('ended');
  });
});

describe('an engine that is killed', () => {
  it('leaves nothing free; the record and the exit code say so', async () => {
    const place = project();
    const child = spawn(
      process.execPath,
      [
        REIN,
        'run',
        '--',
        'sh',
        '-c',
        'echo up; until [ -e go ]; do read -t 0.1 x 2>/dev/null; done; echo x > late.txt; echo "wrote $?"',
      ],
      { cwd: place.project, env: { ...process.env, NO_COLOR: '1', ...place.env } },
    );
    let out = '';
    let err = '';
    child.stdout.on('data', (chunk) => {
      out += String(chunk);
    });
    child.stderr.on('data', (chunk) => {
      err += String(chunk);
    });
    const closed = new Promise<number | null>((resolve) => child.on('close', resolve));
    await vi.waitFor(() => expect(out).toContain('up'), WAIT);
    const [engine = 0] = childrenOf(child.pid ?? 0);
    process.kill(engine, 'SIGKILL');
    await vi.waitFor(() => expect(err).toContain('the engine ended'), WAIT);
    writeFileSync(place.at('go'), '');
    child.stdin.end('\n');
    expect(await closed).toBe(125);
    expect(existsSync(place.at('late.txt'))).toBe(false);
    expect(err).toContain('error[ENF013]: the engine ended (SIGKILL)');
    const log = await logOf(place);
    expect(log.find(({ kind }) => kind === 'end')).toMatchObject({
      how: 'failed',
      why: expect.stringContaining('SIGKILL'),
    });
    expect((await place.rein(['audit', 'verify'])).code).toBe(0);
  });
});

describe('a rein that is killed', () => {
  it('leaves its run governed, and a record that verifies as far as it goes', async () => {
    const place = project();
    const child = spawn(
      process.execPath,
      [
        REIN,
        'run',
        '--',
        'sh',
        '-c',
        'echo up; sleep 2; echo x > late.txt; echo "wrote $?" > said',
      ],
      { cwd: place.project, env: { ...process.env, ...place.env } },
    );
    let out = '';
    child.stdout.on('data', (chunk) => {
      out += String(chunk);
    });
    await vi.waitFor(() => expect(out).toContain('up'), WAIT);
    child.kill('SIGKILL');
    await vi.waitFor(
      async () => expect((await lastRun(place)).status).toMatch(/^(unrecorded|cut-short)$/),
      WAIT,
    );
    await vi.waitFor(() => expect(existsSync(place.at('said'))).toBe(true), WAIT);
    expect(readFileSync(place.at('said'), 'utf8')).not.toContain('wrote 0');
    expect(existsSync(place.at('late.txt'))).toBe(false);
    await vi.waitFor(async () => expect((await lastRun(place)).status).toBe('cut-short'), WAIT);
    expect((await logOf(place)).map(({ kind }) => kind)).toContain('start');
  });
});

describe('KE29: two runs at once', () => {
  it('do not see each other, and an ungoverned process sees neither', async () => {
    const place = project();
    const other = createPlace({
      'rein.yaml': policy('rule no-early:\n  block write "early*"\n  because "too early"'),
    });
    const script =
      'sleep 0.5; for f in late early; do echo x > $f.txt; done 2>/dev/null; ls; sleep 0.5';
    const env = { XDG_STATE_HOME: place.env.XDG_STATE_HOME ?? '' };
    const [one, two] = await Promise.all([
      place.rein(['run', '--', 'sh', '-c', script]),
      other.rein(['run', '--', 'sh', '-c', script], { env }),
    ]);
    expect(one.stdout).toBe('early.txt\nrein.yaml\n');
    expect(two.stdout).toBe('late.txt\nrein.yaml\n');
    writeFileSync(place.at('late.txt'), 'free');
    expect(readFileSync(place.at('late.txt'), 'utf8')).toBe('free');
    expect(jsonLines((await place.rein(['runs', '--json'])).stdout)).toHaveLength(2);
  });
});

describe.runIf(isRoot)('a full disk under the record', () => {
  /** A state directory on a disk of its own, of so many KiB; undefined where none can be mounted. */
  function smallDisk(place: Place, kib: number): string | undefined {
    const folder = join(place.project, '..', 'small');
    mkdirSync(folder, { mode: 0o700 });
    const mounted = spawnSync('mount', [
      '-t',
      'tmpfs',
      '-o',
      `size=${kib}k,mode=700`,
      'small',
      folder,
    ]);
    return mounted.status === 0 ? folder : undefined;
  }

  it('does not free the run; what is missing is counted and said', async ({ skip }) => {
    const place = project();
    const disk = smallDisk(place, 256);
    if (disk === undefined) return skip('this machine does not let tests mount a disk');
    try {
      const script =
        'i=0; while [ $i -lt 2000 ]; do echo x > late$i; i=$((i+1)); done 2>/dev/null; ls; exit 0';
      const { code, stdout, stderr } = await place.rein(['run', '--', 'bash', '-c', script], {
        env: { XDG_STATE_HOME: disk },
      });
      expect(stdout).toBe('rein.yaml\n');
      expect(code).toBe(122);
      expect(stderr).toMatch(/error\[CLI022\]: \d+ entries of this run are not on the record/);
      expect(stderr).toContain('2000 blocked');
      const [run = ''] = readdirSync(join(disk, 'rein', 'runs'));
      expect(run).not.toBe('');
    } finally {
      execFileSync('umount', [disk]);
    }
  });

  it('starts nothing where nothing could be recorded', async ({ skip }) => {
    const place = project();
    const disk = smallDisk(place, 64);
    if (disk === undefined) return skip('this machine does not let tests mount a disk');
    try {
      spawnSync('sh', ['-c', `head -c 1M /dev/zero > ${disk}/full`]);
      const { code } = await place.rein(['run', '--', 'touch', 'ran'], {
        env: { XDG_STATE_HOME: disk },
      });
      expect(code).toBe(125);
      expect(existsSync(place.at('ran'))).toBe(false);
    } finally {
      execFileSync('umount', [disk]);
    }
  });
});

describe.runIf(isRoot)('KE18: under sudo', () => {
  it('the command, its files and the record are the invoking user’s', async () => {
    const place = project();
    // `daemon`, which every system has, calls sudo.
    execFileSync('chown', ['-R', '1:1', join(place.project, '..')]);
    const env = { SUDO_UID: '1', SUDO_GID: '1', SUDO_USER: 'daemon', SUDO_COMMAND: 'x' };
    const { stdout, stderr } = await place.rein(
      ['run', '--', 'sh', '-c', 'id -u; id -g; id -G; env'],
      { env },
    );
    expect([stdout.split('\n').slice(0, 3), stderr]).toEqual([
      ['1', '1', '1'],
      expect.stringContaining('exit code 0'),
    ]);
    expect(stdout).not.toContain('SUDO_');
    const stat = execFileSync('stat', ['-c', '%u', join(place.state, 'runs')], {
      encoding: 'utf8',
    });
    expect(stat).toBe('1\n');
  });

  it('starts nothing when that user is not known', async () => {
    const place = project();
    for (const who of [
      { SUDO_UID: '4242', SUDO_GID: '4242' },
      { SUDO_UID: 'x', SUDO_GID: '1' },
      { SUDO_UID: '1' },
    ]) {
      const { code, stderr } = await place.rein(['run', '--', 'touch', 'ran'], { env: who });
      expect([who, code]).toEqual([who, 125]);
      expect(stderr).toContain('error[CLI020]: cannot tell who called sudo');
    }
    expect(existsSync(place.at('ran'))).toBe(false);
  });

  it('stays root when told to', async () => {
    const place = project();
    const env = { SUDO_UID: '1', SUDO_GID: '1' };
    const { stdout } = await place.rein(['run', '--run-as-root', '--', 'id', '-u'], { env });
    expect(stdout).toBe('0\n');
  });
});

describe.runIf(isRoot)('W18: rights that a program lends', () => {
  it('are lent to nobody in a run: not to sudo, not to any other setuid program', async () => {
    const place = project();
    // The folder of the test, not /tmp itself, which may be mounted without setuid programs.
    const lent = join(place.project, 'lent');
    execFileSync('cp', [realpathSync('/usr/bin/id'), lent]);
    execFileSync('chown', ['-R', '1:1', join(place.project, '..')]);
    execFileSync('chown', ['0:0', lent]);
    execFileSync('chmod', ['4755', lent]);
    execFileSync('chmod', ['755', join(place.project, '..')]);
    const free = spawnSync(lent, ['-u'], { uid: 1, gid: 1, encoding: 'utf8', cwd: '/' });
    expect(free.stdout).toBe('0\n');
    const env = { SUDO_UID: '1', SUDO_GID: '1', SUDO_USER: 'daemon', SUDO_COMMAND: 'x' };
    const { stdout } = await place.rein(['run', '--', lent, '-u'], { env });
    expect(stdout).toBe('1\n');
  });
});
