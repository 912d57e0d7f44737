/** What the build keeps of the compiled bundle makes a command quicker, and may be missing or spoilt. */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { cachePath } from '../../../cli/bin/bundle.js';

const CLI = fileURLToPath(new URL('../../../cli', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'rein-quick-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
for (const part of ['bin', 'dist/bundle', 'package.json']) {
  cpSync(join(CLI, part), join(folder, part), { recursive: true });
}
const bundle = join(folder, 'dist/bundle/main.cjs');
const cache = cachePath(bundle);

/** Whether V8 takes the cache, asked in a process that has not compiled the bundle before. */
function isTaken(): string {
  const script = `import('${folder}/bin/bundle.js').then(({ compileBundle }) =>
    console.log(compileBundle('${bundle}').cachedDataRejected === false))`;
  return spawnSync(process.execPath, ['-e', script], { encoding: 'utf8' }).stdout.trim();
}

const version = () =>
  spawnSync(process.execPath, [join(folder, 'bin/rein.js'), '--version'], { encoding: 'utf8' });

describe('the compiled bundle', () => {
  it('is there after a build on this Node, and V8 takes it', () => {
    expect(existsSync(cachePath(join(CLI, 'dist/bundle/main.cjs')))).toBe(true);
    expect(isTaken()).toBe('true');
    expect(version()).toMatchObject({ status: 0, stderr: '' });
  });

  it.each([
    ['cut', (bytes: Buffer) => bytes.subarray(0, bytes.length >> 1)],
    ['of another V8', (bytes: Buffer) => Buffer.from(bytes).fill(0xa5, 0, 64)],
    ['empty', () => Buffer.alloc(0)],
  ])('does no harm when it is %s', (_, spoil) => {
    const whole = readFileSync(cache);
    writeFileSync(cache, spoil(whole));
    expect(isTaken()).toBe('false');
    expect(version()).toMatchObject({ status: 0, stderr: '', stdout: '0.1.0\n' });
    writeFileSync(cache, whole);
  });

  it('is done without when it is missing', () => {
    rmSync(cache);
    expect(version()).toMatchObject({ status: 0, stdout: '0.1.0\n' });
  });
});
