import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { lockInstance } from '../../src/store/instance-lock.js';

test('a state directory has one daemon, and says which', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'rein-lock-'));
  const lock = await lockInstance(directory);
  await expect(lockInstance(directory)).rejects.toMatchObject({
    code: 'another-daemon',
    message: expect.stringContaining(`process ${process.pid} `),
  });
  lock.release();
  (await lockInstance(directory)).release();
});

test('what keeps the lock from being taken is not called another daemon', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'rein-lock-'));
  writeFileSync(
    join(directory, 'reind.lock'),
    'no database at all, and long enough to be looked at'.repeat(20),
  );
  await expect(lockInstance(directory)).rejects.toMatchObject({ code: 'store-damaged' });
});

test('the lock of a killed daemon is free at once', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'rein-lock-'));
  const source = new URL('../../src/store/instance-lock.ts', import.meta.url).href;
  const script = `
    import { lockInstance } from '${source}';
    await lockInstance(${JSON.stringify(directory)});
    process.stdout.write('held');
    setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(child.stdout, 'data');
  await expect(lockInstance(directory)).rejects.toMatchObject({ code: 'another-daemon' });
  child.kill('SIGKILL');
  await once(child, 'exit');
  (await lockInstance(directory)).release();
});
