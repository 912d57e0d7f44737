import {
  chmodSync,
  constants,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readPrivateFile, replacePrivateFile } from '../../src/files/private-file.js';
import { ensurePrivateDirectory, openPrivateFile } from '../../src/files/safe-path.js';
import { codeOf, rejectionOf } from '../support/code-of.js';
import { tempDir } from '../support/temp.js';

function privateFile(): string {
  const path = join(tempDir(), 'file');
  writeFileSync(path, 'content', { mode: 0o600 });
  return path;
}

describe('ensurePrivateDirectory', () => {
  it('makes a directory nobody else can enter', () => {
    const dir = join(tempDir(), 'a', 'b');
    ensurePrivateDirectory(dir);
    expect(statSync(dir).mode & 0o777).toBe(0o700);
    expect(statSync(join(dir, '..')).mode & 0o777).toBe(0o700);
  });

  it('refuses one that others can reach, a link and a file', () => {
    const root = tempDir();
    const open = join(root, 'open');
    mkdirSync(open);
    chmodSync(open, 0o750);
    const link = join(root, 'link');
    symlinkSync(root, link);
    const file = join(root, 'file');
    writeFileSync(file, '');
    for (const path of [open, link, file, join(file, 'below')]) {
      expect(codeOf(() => ensurePrivateDirectory(path))).toBe('unsafe-path');
    }
  });
});

describe('openPrivateFile', () => {
  it('opens a plain file of this user, and says when there is none', async () => {
    const path = privateFile();
    const handle = await openPrivateFile(path, constants.O_RDONLY);
    expect((await handle?.readFile())?.toString()).toBe('content');
    await handle?.close();
    expect(await openPrivateFile(`${path}.not`, constants.O_RDONLY)).toBeUndefined();
  });

  it('refuses links, a second name, other rights and what is no file', async () => {
    const path = privateFile();
    symlinkSync(path, `${path}.symlink`);
    const open = (name: string) => rejectionOf(openPrivateFile(name, constants.O_RDONLY));
    expect(await open(`${path}.symlink`)).toBe('unsafe-path');
    expect(await open(join(path, '..'))).toBe('unsafe-path');
    linkSync(path, `${path}.hardlink`);
    expect(await open(path)).toBe('unsafe-path');
    const readable = privateFile();
    chmodSync(readable, 0o640);
    expect(await open(readable)).toBe('unsafe-path');
  });
});

describe('readPrivateFile', () => {
  it('reads up to a limit', async () => {
    const path = privateFile();
    expect((await readPrivateFile(path, 7))?.toString()).toBe('content');
    expect(await rejectionOf(readPrivateFile(path, 6))).toBe('unsafe-path');
    expect(await readPrivateFile(`${path}.not`, 7)).toBeUndefined();
  });
});

describe('replacePrivateFile', () => {
  it('puts new content in one step, for this user alone, and leaves nothing behind', async () => {
    const path = privateFile();
    for (const durable of [false, true]) {
      await replacePrivateFile(path, Buffer.from(`durable ${durable}`), durable);
      expect(readFileSync(path, 'utf8')).toBe(`durable ${durable}`);
    }
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(readdirSync(join(path, '..'))).toEqual(['file']);
  });

  it('gets past what a killed writer left, and follows no link put in its way', async () => {
    const path = privateFile();
    const victim = privateFile();
    symlinkSync(victim, `${path}.tmp`);
    await replacePrivateFile(path, Buffer.from('new'), false);
    expect(readFileSync(path, 'utf8')).toBe('new');
    expect(readFileSync(victim, 'utf8')).toBe('content');
  });
});
