import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { acquireLock, lockOwner } from '../../src/files/lock.js';
import { identifySelf, liveness } from '../../src/files/process-identity.js';
import { codeOf } from '../support/code-of.js';
import { runChild } from '../support/run-child.js';
import { tempDir } from '../support/temp.js';

const DEAD = { start: '1' };

function lockPath(): string {
  return join(tempDir(), 'lock');
}

function leaveLock(path: string, change: object): string {
  const owner = { ...identifySelf(), ...change };
  writeFileSync(path, JSON.stringify(owner));
  return owner.nonce;
}

describe('a lock', () => {
  it('is held once, by a file that names the process', () => {
    const path = lockPath();
    const lock = acquireLock(path);
    expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({ pid: process.pid });
    expect(lockOwner(path)).toBe('alive');
    expect(codeOf(() => acquireLock(path))).toBe('locked');
    lock.release();
    expect(lockOwner(path)).toBeUndefined();
    acquireLock(path).release();
    expect(readdirSync(join(path, '..'))).toEqual([]);
  });

  it('is taken over when its owner died and another process has the pid', () => {
    const path = lockPath();
    leaveLock(path, DEAD);
    expect(lockOwner(path)).toBe('dead');
    const lock = acquireLock(path);
    expect(lockOwner(path)).toBe('alive');
    lock.release();
    expect(readdirSync(join(path, '..'))).toEqual([]);
  });

  it('is taken over when a successor died before it was done', () => {
    const path = lockPath();
    const nonce = leaveLock(path, DEAD);
    const second = leaveLock(`${path}.after-${nonce}`, DEAD);
    leaveLock(`${path}.after-${second}`, DEAD);
    expect(lockOwner(path)).toBe('dead');
    acquireLock(path).release();
    expect(readdirSync(join(path, '..'))).toEqual([]);
  });

  it('is held by a successor that is not done yet', () => {
    const path = lockPath();
    const nonce = leaveLock(path, DEAD);
    leaveLock(`${path}.after-${nonce}`, {});
    expect(lockOwner(path)).toBe('alive');
    expect(codeOf(() => acquireLock(path))).toBe('locked');
  });

  it('is taken over after a reboot of this machine, not of another', () => {
    const path = lockPath();
    leaveLock(path, { boot: 'another boot', host: 'another host' });
    expect(codeOf(() => acquireLock(path))).toBe('lock-unclear');
    leaveLock(path, { boot: 'another boot' });
    acquireLock(path).release();
  });

  it('is unclear in another pid namespace, or when it does not name a process', () => {
    const path = lockPath();
    leaveLock(path, { pidNamespace: 'pid:[1]' });
    expect(codeOf(() => acquireLock(path))).toBe('lock-unclear');
    for (const text of ['', '{', 'null', '{"pid":1}', 'x'.repeat(5000)]) {
      writeFileSync(path, text);
      expect(codeOf(() => acquireLock(path))).toBe('lock-unclear');
      expect(codeOf(() => lockOwner(path))).toBe('lock-unclear');
    }
    leaveLock(path, { nonce: '../../etc/passwd' });
    expect(codeOf(() => acquireLock(path))).toBe('lock-unclear');
  });

  it('that somebody else has taken meanwhile is not dropped', () => {
    const path = lockPath();
    const lock = acquireLock(path);
    leaveLock(path, {});
    lock.release();
    expect(existsSync(path)).toBe(true);
  });

  it('is held by one of several processes at a time, dead owners and all', async () => {
    const path = lockPath();
    const args = [join(path, '..'), '150'];
    const contenders = [1, 2, 3].map(() => runChild('./lock-contender.ts', args));
    await expect(Promise.all(contenders)).resolves.toEqual(['', '', '']);
  }, 120_000);
});

describe('liveness', () => {
  it('tells a process from one with the same pid, and a pid that nobody has', () => {
    const self = identifySelf();
    expect(liveness(self)).toBe('alive');
    expect(liveness({ ...self, start: '1' })).toBe('dead');
    expect(liveness({ ...self, pid: 2 ** 22 + 1 })).toBe('dead');
  });
});
