import { appendFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Entry, readLedger } from '../../src/index.js';
import { rejectionOf } from '../support/code-of.js';
import { fileOf, ledgerDir, openTestLedger } from '../support/ledger-dir.js';
import { OTHER_RUN, RUN } from '../support/log.js';

async function collect(dir: string, into: Entry[] = [], run = RUN): Promise<Entry[]> {
  for await (const entry of readLedger(dir, run)) into.push(entry);
  return into;
}

describe('readLedger', () => {
  it('gives the entries as they were recorded', async () => {
    const dir = ledgerDir();
    const ledger = await openTestLedger(dir);
    const recorded = await Promise.all(
      Array.from({ length: 5000 }, (_, index) =>
        ledger.append('match', { index, text: 'é'.repeat(index % 300) }),
      ),
    );
    expect(await collect(dir)).toEqual(recorded);
  });

  it('leaves out what a live writer has not finished', async () => {
    const dir = ledgerDir();
    const ledger = await openTestLedger(dir);
    const entry = await ledger.append('match', {});
    appendFileSync(join(dir, 'log.jsonl'), '{"argv":["half');
    expect(await collect(dir)).toEqual([entry]);
  });

  it('can be left before the end', async () => {
    const dir = ledgerDir();
    const ledger = await openTestLedger(dir);
    await Promise.all([1, 2, 3].map((index) => ledger.append('match', { index })));
    for await (const entry of readLedger(dir)) {
      expect(entry.seq).toBe(0);
      break;
    }
  });

  it('gives what is before a bad entry, and then says what is wrong', async () => {
    const dir = ledgerDir();
    const ledger = await openTestLedger(dir);
    for (const rule of ['one', 'two', 'three']) await ledger.append('match', { rule });
    await ledger.close();
    writeFileSync(join(dir, 'log.jsonl'), fileOf(dir, 'log').replace('"two"', '"TWO"'));
    const entries: Entry[] = [];
    await expect(collect(dir, entries)).rejects.toThrow('entry 1 does not have the hash it states');
    expect(entries.map(({ rule }) => rule)).toEqual(['one']);
  });

  it('does not take a log whose tail was cut off for a whole one', async () => {
    const dir = ledgerDir();
    const ledger = await openTestLedger(dir);
    for (const rule of ['one', 'two', 'three']) await ledger.append('match', { rule });
    await ledger.close();
    const lines = fileOf(dir, 'log').split('\n');
    for (const kept of [2, 0]) {
      writeFileSync(
        join(dir, 'log.jsonl'),
        lines
          .slice(0, kept)
          .map((line) => `${line}\n`)
          .join(''),
      );
      const entries: Entry[] = [];
      await expect(collect(dir, entries)).rejects.toThrow(`the log ends before entry ${kept}, but`);
      expect(entries).toHaveLength(kept);
    }
  });

  it('refuses the log of another run, and a place without a log', async () => {
    const dir = ledgerDir();
    const ledger = await openTestLedger(dir);
    await ledger.append('match', {});
    expect(await rejectionOf(collect(dir, [], OTHER_RUN))).toBe('damaged');
    expect(await rejectionOf(collect(join(dir, 'nowhere')))).toBe('no-ledger');
  });
});
