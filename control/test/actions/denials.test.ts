import { expect, it } from 'vitest';
import type { ActionRow } from '../../src/actions/action-store.js';
import { createDenials } from '../../src/actions/denials.js';

function denied(run: string, event_seq: number): ActionRow {
  return {
    ...{ id: `${run}-${event_seq}`, run_id: run, key: `k${event_seq}`, digest: '' },
    ...{ capability: 'fs.write', resource: 'a', args: '{}', decision: 'DENY', status: 'denied' },
    ...{ rule: null, reason: 'no', request_id: null, by: 'sam', event_seq, result: null },
    created_at: 0,
  };
}

it('remembers a denial until the store has the entry that it stands for', async () => {
  const denials = createDenials(async () => undefined);
  for (const seq of [0, 2, 4]) await denials.add(denied('a', seq));
  await denials.add(denied('b', 0));
  denials.forget('a', 3);
  const known = [0, 2, 4].map((seq) => denials.byKey('a', `k${seq}`)?.event_seq);
  expect(known).toEqual([undefined, undefined, 4]);
  expect([denials.byId('a-2'), denials.byId('a-4')?.key]).toEqual([undefined, 'k4']);
  expect(denials.byKey('b', 'k0')?.id).toBe('b-0');
});

it('past its limit waits until the store has them, and then needs none of them', async () => {
  const taken: string[] = [];
  const denials = createDenials(async (run) => void taken.push(run), 2);
  for (const run of ['a', 'b']) await denials.add(denied(run, 0));
  expect(taken).toEqual([]);
  await denials.add(denied('a', 2));
  expect(taken).toEqual(['a', 'b']);
  expect(['a-0', 'b-0', 'a-2'].map(denials.byId)).toEqual([undefined, undefined, undefined]);
});

it('refuses what is past its limit when the store takes nothing, and keeps what it had', async () => {
  const denials = createDenials(() => Promise.reject(new Error('the store is full')), 1);
  await denials.add(denied('a', 0));
  await expect(denials.add(denied('a', 2))).rejects.toThrow('the store is full');
  expect(['a-0', 'a-2'].map((id) => denials.byId(id)?.id)).toEqual(['a-0', undefined]);
});
