import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EngineMessage } from '@rein/enforce';
import { openFeedbackFile } from '@rein/govern';
import { type Entry, openLedger, readLedger } from '@rein/ledger';
import { describe, expect, it } from 'vitest';
import {
  approvedPush,
  forcedPush,
  heldPush,
  recordTouched,
  tables,
} from '../../../govern/test/samples.js';
import { createEventsFile } from '../../src/record/events-file.js';
import { createRecorder } from '../../src/record/recorder.js';

const run = '01K0000000000000000000TEST';

async function recorder() {
  const dir = mkdtempSync(join(tmpdir(), 'rein-record-'));
  const paths = { dir, feedback: join(dir, 'feedback.txt'), events: join(dir, 'events.jsonl') };
  const made = createRecorder({
    ledger: await openLedger({ dir, run, fsync: 'never' }),
    tables: { ...tables, rules: [...tables.rules], clauses: [...tables.clauses] },
    onPolicy: () => undefined,
    feedback: openFeedbackFile(paths.feedback),
    events: createEventsFile(paths.events),
  });
  return { ...paths, recorder: made };
}

const events = (...list: Extract<EngineMessage, { type: 'event' }>['event'][]): EngineMessage[] =>
  list.map((event) => ({ type: 'event', event }));

async function entriesIn(dir: string): Promise<Entry[]> {
  const found: Entry[] = [];
  for await (const entry of readLedger(dir, run)) found.push(entry);
  return found;
}

describe('recorder', () => {
  it('writes the same objects to the log and to the events file, in order', async () => {
    const { dir, events: path, recorder: made } = await recorder();
    made.note('start', { command: ['x'] });
    await made.take([
      { type: 'started', pid: 7 },
      ...events(forcedPush, heldPush, approvedPush),
      { type: 'exited', code: 137, signal: 9 },
    ]);
    await made.settled();
    const lines = readFileSync(path, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    await made.close();
    const log = await entriesIn(dir);
    expect(lines).toEqual(log.filter(({ kind }) => kind !== 'ledger-seal'));
    expect(log.map(({ seq }) => seq)).toEqual(log.map((_, index) => index));
    expect(log.map(({ kind }) => kind)).toEqual([
      ...['start', 'started', 'match', 'match', 'hold', 'match', 'match', 'exited', 'ledger-seal'],
    ]);
    expect(lines[2]).toMatchObject({
      v: 1,
      run,
      kind: 'match',
      rule: 'no-force',
      argv: ['git', 'push', '-f'],
    });
    expect(made.loss()).toEqual({ entries: 0, lines: 0, why: '' });
  });

  it('names the rules of a policy that came later, and of those before', async () => {
    const { dir, recorder: made } = await recorder();
    const later = { ...forcedPush, clauses: [6], decisive: 6 };
    // The event that told of two clauses in between was lost.
    const policy = {
      kind: 'policy',
      ...{ time: 't', policy: '/p', digest: 'd', before: 'b', image_digest: 'i' },
      ...{ by: 'uid 0 (pid 1)', reason: '', first_clause: 6, labels: [], gates: [] },
      rules: [{ name: 'stricter', reason: '', builtin: false }],
      clauses: [{ rule: 0, effect: 'block', line: 3, text: 'block exec "git"' }],
    } as const;
    await made.take(events(policy, later, { ...later, clauses: [5], decisive: 5 }, forcedPush));
    await made.close();
    const log = await entriesIn(dir);
    expect(log.map(({ kind, rule }) => rule ?? kind)).toEqual([
      ...['policy', 'stricter', '', 'no-force', 'ask-push', 'ledger-seal'],
    ]);
  });

  it('tells what the engine told, and what it could not', async () => {
    const { feedback, recorder: made } = await recorder();
    await made.take(events(forcedPush, recordTouched, recordTouched, heldPush));
    await made.close();
    expect(readFileSync(feedback, 'utf8')).toBe(
      '[rein] blocked: exec of git push -f\n  rule: no-force\n\n' +
        '[rein] blocked: write of /state/runs\n  rule: rein/record\n  why: kept outside\n\n',
    );
  });

  it('counts by the rule that decided', async () => {
    const { recorder: made } = await recorder();
    await made.take(events(forcedPush, forcedPush, approvedPush, recordTouched));
    await made.close();
    expect(
      [...made.tally.rules.values()].map((row) => [row.rule, row.effect, [...row.outcomes]]),
    ).toEqual([
      ['no-force', 'block', [['blocked', 2]]],
      ['ask-push', 'ask', [['approved', 1]]],
      ['rein/record', 'block', [['blocked', 1]]],
    ]);
  });

  it('goes on, and counts, when an entry cannot be recorded', async () => {
    const { dir, events: path, recorder: made } = await recorder();
    made.note('stop', { seq: 1 });
    await made.take(events(recordTouched));
    await made.settled();
    expect(made.loss()).toMatchObject({ entries: 1 });
    const lines = readFileSync(path, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    await made.close();
    expect(lines[0]).toMatchObject({ kind: 'stop', unrecorded: true });
    expect(lines[1]).toMatchObject({ kind: 'match', seq: 0 });
    expect((await entriesIn(dir)).map(({ kind }) => kind)).toEqual(['match', 'ledger-seal']);
  });

  it('lets another writer go on where it ended', async () => {
    const { dir, recorder: made } = await recorder();
    await made.take(events(recordTouched));
    const tip = await made.close({ handOver: true });
    if (tip === undefined) throw new Error('no tip');
    const ledger = await openLedger({ dir, run, fsync: 'never', expect: tip });
    await ledger.append('end', {});
    await ledger.close();
    expect((await entriesIn(dir)).map(({ kind }) => kind)).toEqual(['match', 'end', 'ledger-seal']);
  });
});
