import { readFileSync } from 'node:fs';
import type { EngineEvent } from '@rein/contract';
import { entriesOf } from '@rein/govern';
import { describe, expect, it } from 'vitest';
import { approvedPush, forcedPush, heldPush, tables } from '../samples.js';

const page = readFileSync(
  new URL('../../../docs/reference/run-record.md', import.meta.url),
  'utf8',
);

/** The fields that the page has for a kind. */
function published(kind: string): string[] {
  const section = page.split(/^## /m).find((text) => text.startsWith(`${kind}\n`)) ?? '';
  return [...section.matchAll(/^\| (?<names>`[^|]+`) \|/gm)].flatMap((row) =>
    [...(row.groups?.names ?? '').matchAll(/`(\w+)`/g)].map(([, name]) => name ?? ''),
  );
}

/** The fields that events of a kind come to, whatever they may say. */
function made(...events: EngineEvent[]): string[] {
  const names = events.flatMap((event) =>
    entriesOf(event, tables).flatMap(({ fields }) => Object.keys(fields)),
  );
  return [...new Set(names)].sort();
}

const everything = {
  ...forcedPush,
  untold: 'y',
  target2: '/b',
  args_truncated: true,
  running: ['git', 'commit'],
  spared_root: true,
  more: 3,
} as const;
const who = { pid: 1, ppid: 0, exe: '/x', cwd: '/', labels: [] } as const;
const swapped = {
  kind: 'policy',
  ...{ time: 't', policy: '/p', digest: 'd', before: 'b', image_digest: 'i' },
  ...{ by: 'uid 0 (pid 1)', reason: '', first_clause: 4, labels: [], gates: [] },
  ...{ rules: [], clauses: [] },
} as const;
const at = { time: 't', feedback: 'x', untold: 'y' } as const;

describe('FB18: the published shape of entries', () => {
  it.each([
    ['match', made(everything, approvedPush)],
    ['guard', made({ kind: 'guard', guard: 'bpf', call: 'bpf', reason: 'r', ...at, ...who })],
    [
      'gate',
      made({
        kind: 'gate',
        time: 't',
        gate: 'g',
        state: 'open',
        by: { pid: 1, op: 'exit', target: 'x' },
      }),
    ],
    ['policy', made(swapped)],
    ['label', made({ kind: 'label', time: 't', pid: 1, gained: ['S'], op: 'read', target: '/x' })],
  ])('has every field of a %s, and no other', (kind, fields) => {
    expect(published(kind).sort()).toEqual(fields);
  });

  it('has a hold like a match without its outcome', () => {
    const match = published('match');
    expect(made(heldPush).filter((name) => !match.includes(name))).toEqual([]);
    expect(made(heldPush)).not.toContain('outcome');
  });
});
