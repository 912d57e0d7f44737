import type { EngineEvent } from '@rein/contract';
import { entriesOf } from '@rein/govern';
import type { Entry, JsonValue } from '@rein/ledger';
import pc from 'picocolors';
import { describe, expect, it } from 'vitest';
import {
  approvedPush,
  forcedPush,
  heldPush,
  recordTouched,
  tables,
} from '../../../govern/test/samples.js';
import { renderRows } from '../../src/timeline/render.js';
import { rowsOf } from '../../src/timeline/rows.js';

const zero = '2026-01-02T03:04:05.000Z';
const colors = pc.createColors(false);
let seq = 0;

function entry(kind: string, fields: Readonly<Record<string, JsonValue>>, time = zero): Entry {
  return { v: 1, run: 'R', seq: seq++, kind, time, prev: '', hash: '', ...fields };
}

const entries = (...events: EngineEvent[]): Entry[] =>
  events.flatMap((event) =>
    entriesOf(event, tables).map(({ kind, fields }) => entry(kind, fields)),
  );

function draw(list: readonly Entry[], width = Number.POSITIVE_INFINITY): string[] {
  return renderRows(rowsOf(list), { colors, width, zeroMs: Date.parse(zero) });
}

describe('timeline', () => {
  it('puts marks in the lane of their effect, and draws the lane of ask through while it waits', () => {
    expect(draw(entries(heldPush, recordTouched, approvedPush, forcedPush))).toEqual([
      '+00:01.000   ┊ ◆ ┊ ┊  held       ask-push     exec git push  as abcde, in bash 100',
      '             ┊ ┊ ┊ ┊                          a person looks',
      '+00:05.000   ┊ ┃ ■ ┊  blocked    rein/record  write /state/runs  in bash 100',
      '             ┊ ┃ ┊ ┊                          kept outside',
      '+00:04.500   ┊ ◆ ┊ ┊  approved   ask-push     exec git push  by uid 1000, after 3.5 s, in bash 100',
      '             ┊ ┊ ┊ ┊                          also notify by no-force',
      '             ┊ ┊ ┊ ┊                          “looked at it”',
      '+00:00.006   ┊ ┊ ■ ┊  blocked    no-force     exec git push -f  in bash 100',
      '             ┊ ┊ ┊ ┊                          also ask by ask-push',
      '             ┊ ┊ ┊ ┊                          no force',
    ]);
  });

  it('shows no text of a record as it is, whoever wrote it', () => {
    const why = 'step 1 (fs.write a\u001b[31m): no\nmore';
    const [end = ''] = draw([entry('end', { how: 'denied', why })]);
    expect(end).toContain('fs.write a\\x1b[31m): no\\nmore');
  });

  it('makes one line of a storm', () => {
    const storm = Array.from({ length: 5000 }, (_, n) => ({
      ...recordTouched,
      time: new Date(Date.parse(recordTouched.time) + n).toISOString(),
    }));
    expect(draw(entries(...storm, forcedPush))[0]).toBe(
      '+00:05.000   ┊ ┊ ■ ┊  blocked    rein/record  write /state/runs  5000 times in 5.0 s, in bash 100',
    );
  });

  it('takes one command tried along PATH for one attempt', () => {
    const again = { ...forcedPush, target: '/bin/git', time: '2026-01-02T03:04:05.007Z' };
    expect(draw(entries(forcedPush, again))[0]).toContain('git push -f  2 times in 1 ms');
  });

  it('shows what runs under a false name', () => {
    const disguised = { ...forcedPush, argv: ['harmless', 'push', '-f'] };
    expect(draw(entries(disguised))[0]).toContain('exec harmless push -f  runs /usr/bin/git');
  });

  it('tells the facts of a run', () => {
    const by = { pid: 3, op: 'exit', target: '/bin/npm' };
    expect(
      draw([
        entry('start', { command: ['x'] }),
        entry('started', { pid: 7 }),
        entry('gate', { gate: 'exec "npm" exits 0', state: 'open', by }),
        entry('label', { gained: ['SECRET'], pid: 7, op: 'read', target: '/p/.env' }),
        entry('guard', { guard: 'ptrace', call: 'ptrace', exe: '/usr/bin/gdb', pid: 8 }),
        entry('exited', { code: 137, signal: 9 }),
        entry('left-behind', {}),
        entry('end', { how: 'empty' }),
        entry('ledger-seal', {}),
      ]),
    ).toEqual([
      '+00:00.000   ┊ ┊ ┊ ┊  started    pid 7',
      '+00:00.000   ┊ ┊ ┊ ┊  gate       opens after exec "npm" exits 0: exit /bin/npm',
      '+00:00.000   ┊ ┊ ┊ ┊  label      SECRET on pid 7: read /p/.env',
      '+00:00.000   ┊ ┊ ┊ ┊  refused    ptrace by /usr/bin/gdb (pid 8)',
      '+00:00.000   ┊ ┊ ┊ ┊  exited     the command, with signal 9',
      '+00:00.000   ┊ ┊ ┊ ┊  lives on   processes outlive the command; they stay governed',
      '+00:00.000   ┊ ┊ ┊ ┊  end        every process of the run has ended',
    ]);
  });

  it('tells what actions came to', () => {
    const action = { action: 'A', capability: 'proc.spawn', resource: 'make', decision: 'ALLOW' };
    const result = { action: 'A', capability: 'proc.spawn', outcome: 'done' };
    const spawned = (exit_code: number) => [
      entry('action', action),
      entry('action-result', { ...result, summary: { exit_code } }),
    ];
    expect(draw([entry('governed', { tier: 'lsm' }), ...spawned(0), ...spawned(2)])).toEqual([
      '+00:00.000   ┊ ┊ ┊ ┊  governed   by the lsm tier from here on',
      '+00:00.000   ┊ ┊ ┊ ┊  done       proc.spawn make',
      '+00:00.000   ┊ ┊ ┊ ┊  done       proc.spawn make: exit code 2',
    ]);
  });

  it('stays within the terminal', () => {
    const long = { ...recordTouched, target: `/${'deep/'.repeat(60)}file.ts` };
    const lines = draw(
      entries(long, { ...forcedPush, argv: ['git', 'push', '-f', 'x'.repeat(300)] }),
      100,
    );
    for (const line of lines) expect(Array.from(line).length).toBeLessThanOrEqual(100);
    expect(lines[0]).toContain('file.ts');
  });

  it('says a reason once', () => {
    const twice = draw(entries(forcedPush, approvedPush, forcedPush)).join('\n');
    expect(twice.match(/no force$/gm)).toHaveLength(1);
  });

  it('survives entries that lack everything', () => {
    expect(
      draw([entry('match', { effect: 'block' }), entry('hold', { effect: 'ask' }), entry('?', {})]),
    ).toHaveLength(2);
  });
});
