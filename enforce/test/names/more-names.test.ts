import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { addNames, moreNames } from '../../src/names/more-names.js';

it('keeps the names of all policies that a run had, each once', () => {
  const folder = mkdtempSync(join(tmpdir(), 'rein-names-'));
  try {
    expect(moreNames(folder)).toEqual([]);
    addNames(folder, ['a.example', 'b.example']);
    addNames(folder, ['b.example', 'c.example']);
    expect(moreNames(folder)).toEqual(['a.example', 'b.example', 'c.example']);
    writeFileSync(join(folder, 'names'), '{"not": "a list"}');
    expect(moreNames(folder)).toEqual([]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
