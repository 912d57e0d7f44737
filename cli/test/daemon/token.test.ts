import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readTokenFile } from '../../src/daemon/token.js';

const folder = mkdtempSync(join(tmpdir(), 'rein-token-'));

let files = 0;

function file(text: string, mode = 0o600): string {
  const path = join(folder, String(files++));
  writeFileSync(path, text, { mode });
  return path;
}

describe('the file of a token', () => {
  it('gives the token, without what stands around it', () => {
    expect(readTokenFile(file('rein_abc\n'))).toBe('rein_abc');
  });

  it.each([
    ['other users may read it', file('rein_abc', 0o644)],
    ['it is empty', file('\n')],
    ['something else than a token', file('two words')],
    ['it is a folder', folder],
    // It has no end.
    ['something else than a token', '/dev/zero'],
    ['no such file', join(folder, 'gone')],
  ])('says that %s', (why, path) => {
    expect(() => readTokenFile(path)).toThrow(why);
  });
});
