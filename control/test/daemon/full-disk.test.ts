import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { verifyLedger } from '@rein/ledger';
import { expect, onTestFinished, test } from 'vitest';
import { newProcess } from './process.js';

const MIB = 1024 * 1024;

/** A file system of its own for the state, small enough to fill. */
function newDisk(): string {
  const folder = mkdtempSync(join(tmpdir(), 'rein-disk-'));
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=24m,mode=0700', 'rein-test', folder]);
  onTestFinished(() => {
    execFileSync('umount', ['-l', folder]);
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}

function canMount(): boolean {
  try {
    const folder = mkdtempSync(join(tmpdir(), 'rein-disk-'));
    execFileSync('mount', ['-t', 'tmpfs', 'rein-test', folder], { stdio: 'ignore' });
    execFileSync('umount', [folder]);
    return true;
  } catch {
    return false;
  }
}

test.skipIf(!canMount())(
  'on a full file system nothing is acknowledged that is not kept, and it passes',
  async () => {
    const disk = newDisk();
    const daemon = await newProcess({}, disk);
    const { ask, daemonDir } = daemon;
    const { json: run } = await ask('POST', '/v1/runs', { agent_id: 'researcher' });
    const folder = join(disk, 'rein', 'runs', run.run_id);
    const action = {
      run_id: run.run_id,
      capability: 'fs.write',
      args: { path: 'a', content: 'x' },
    };
    const act = () => ask('POST', '/v1/actions', action);
    expect((await act()).status).toBe(200);

    const filler = join(disk, 'filler');
    const { bavail, bsize } = statfsSync(disk);
    writeFileSync(filler, Buffer.alloc(Math.max(0, bavail * bsize - MIB / 2)));
    // What is left is used up by what the daemon itself keeps.
    const kept: number[] = [];
    const refusals = new Set<string>();
    for (let number = 0; refusals.size === 0 || number < 50; number += 1) {
      const made = await ask('POST', '/v1/auth/tokens', { role: 'auditor', label: `t${number}` });
      if (made.status === 201) kept.push(number);
      else refusals.add(`${made.status} ${made.json.code}`);
      const done = await act();
      if (done.status !== 200) refusals.add(`${done.status} ${done.json.code}`);
    }
    // Each refusal says that it is the disk: the store full, or the record that takes no entry.
    for (const refusal of refusals) expect(refusal).toMatch(/^5\d\d CTL(05|08)\d$/);
    expect((await ask('GET', '/healthz')).status).toBe(200);
    expect((await ask('GET', '/v1/auth/tokens')).status).toBe(200);

    rmSync(filler);
    expect((await act()).status).toBe(200);
    // What was acknowledged before, in between and after is there when the daemon is killed.
    await daemon.kill('SIGKILL');
    await daemon.start();
    const { json } = await ask('GET', '/v1/auth/tokens');
    const labels = json.items.map(({ label }: { label: string }) => label);
    for (const number of kept) expect(labels).toContain(`t${number}`);
    // The next daemon goes on in the record, and closes it.
    expect((await act()).status).toBe(200);
    await ask('POST', `/v1/runs/${run.run_id}/cancel`, {});
    expect(await verifyLedger(folder)).toMatchObject({ ok: true, sealed: true });
    expect(await verifyLedger(join(daemonDir, 'record'))).toMatchObject({ ok: true });
  },
);

test.skipIf(!canMount())(
  'on a file system that cannot be written the daemon does not start, and later it does',
  async () => {
    const disk = newDisk();
    const daemon = await newProcess({}, disk);
    await daemon.kill('SIGTERM');
    execFileSync('mount', ['-o', 'remount,ro', disk]);
    await expect(daemon.start()).rejects.toThrow('ended with 1');
    execFileSync('mount', ['-o', 'remount,rw', disk]);
    await daemon.start();
    expect((await daemon.ask('GET', '/v1/agents')).json.items).toHaveLength(1);
  },
);
