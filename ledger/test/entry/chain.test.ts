import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { canonicalize } from '../../src/canonical.js';
import { Chain } from '../../src/entry/chain.js';
import { GENESIS, OWN_MEMBERS } from '../../src/entry/entry.js';
import { parseEntry } from '../../src/entry/parse.js';
import { LIMITS } from '../../src/limits.js';
import { codeOf } from '../support/code-of.js';
import { makeLog, RUN } from '../support/log.js';

const NOW = new Date('2026-11-20T12:34:56.789Z');

describe('Chain', () => {
  it('writes the canonical entry and a newline', () => {
    const { entry, line } = new Chain(RUN).next('match', { rule: 'a', argv: ['x'] }, NOW);
    expect(line.toString()).toBe(`${canonicalize(entry)}\n`);
    expect(entry).toMatchObject({
      v: 1,
      run: RUN,
      seq: 0,
      time: '2026-11-20T12:34:56.789Z',
      kind: 'match',
      prev: GENESIS,
      rule: 'a',
      argv: ['x'],
    });
  });

  it('hashes the canonical bytes without the hash, and links to it', () => {
    const { entries } = makeLog(5);
    let prev = GENESIS;
    for (const { hash, ...rest } of entries) {
      expect(hash).toBe(createHash('sha256').update(canonicalize(rest)).digest('hex'));
      expect(rest.prev).toBe(prev);
      prev = hash;
    }
  });

  it('keeps its hash when there is no member before it', () => {
    const { line } = new Chain(RUN).next('match', {}, NOW);
    expect(line.toString()).toMatch(/^\{"hash":"[0-9a-f]{64}","kind":"match",/);
  });

  it('goes on from a tip as the chain it came from, and back to one', () => {
    const chain = new Chain(RUN);
    chain.next('match', { a: 1 }, NOW);
    const tip = chain.tip;
    const { line } = chain.next('match', { a: 2 }, NOW);
    expect(new Chain(RUN, tip).next('match', { a: 2 }, NOW).line).toEqual(line);
    chain.rewind(tip);
    expect(chain.next('match', { a: 2 }, NOW).line).toEqual(line);
  });

  it.each(OWN_MEMBERS)('refuses a field named %s', (field) => {
    expect(codeOf(() => new Chain(RUN).next('match', { [field]: 'x' }, NOW))).toBe(
      'reserved-field',
    );
  });

  it.each(['', 'Match', '1st', 'a b', 'a"', 'é', 'x'.repeat(65)])('refuses the kind %j', (kind) => {
    expect(codeOf(() => new Chain(RUN).next(kind, {}, NOW))).toBe('bad-kind');
  });

  it.each(['', '.hidden', 'a/b', 'a b', 'a\n', 'é', '../x', 'x'.repeat(129)])(
    'refuses the run %j',
    (run) => {
      expect(codeOf(() => new Chain(run))).toBe('bad-run');
    },
  );

  it('refuses a line past the limit, takes one up to it, and stays where it was', () => {
    const chain = new Chain(RUN);
    const empty = chain.next('match', { text: '' }, NOW).line.length;
    chain.rewind({ entries: 0, hash: GENESIS });
    const fits = 'x'.repeat(LIMITS.lineBytes + 1 - empty);
    expect(codeOf(() => chain.next('match', { text: `${fits}x` }, NOW))).toBe('entry-too-long');
    expect(chain.tip.entries).toBe(0);
    expect(chain.next('match', { text: fits }, NOW).line.length).toBe(LIMITS.lineBytes + 1);
  });

  it.each([new Date(Number.NaN), new Date(8.64e15)])('refuses a time no reader takes', (time) => {
    expect(codeOf(() => new Chain(RUN).next('match', {}, time))).toBe('not-json');
  });

  it('records a field named __proto__ as it is', () => {
    const fields: unknown = JSON.parse('{"__proto__":{"a":1}}');
    if (typeof fields !== 'object' || fields === null) throw new Error('not an object');
    const { line } = new Chain(RUN).next('match', { ...fields }, NOW);
    expect(line.toString()).toContain('"__proto__":{"a":1}');
  });
});

describe('parseEntry', () => {
  it('gives back what was recorded', () => {
    const { lines, entries } = makeLog(3);
    expect(lines.map((line) => parseEntry(line))).toEqual(entries);
  });

  it.each(['', '{', 'null', '[]', '{}', '{"v":1}', '{"v":2,"run":"r"}'])(
    'gives nothing for %j',
    (text) => {
      expect(parseEntry(Buffer.from(text))).toBeUndefined();
    },
  );
});
