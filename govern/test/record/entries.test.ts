import { entriesOf } from '@rein/govern';
import { describe, expect, it } from 'vitest';
import { approvedPush, forcedPush, heldPush, recordTouched, tables } from '../samples.js';

describe('entries of an event', () => {
  it('are one for each rule that matched, with the rule’s own effect, the decisive one first', () => {
    const entries = entriesOf(forcedPush, tables);
    expect(entries.map(({ kind, fields }) => [kind, fields.rule, fields.effect])).toEqual([
      ['match', 'no-force', 'block'],
      ['match', 'ask-push', 'ask'],
    ]);
    expect(entries.map(({ fields }) => fields.decisive)).toEqual([true, false]);
    expect(entries.every(({ fields }) => fields.outcome === 'blocked')).toBe(true);
  });

  it('say who did what, under which clause, and what the agent was told', () => {
    expect(entriesOf(forcedPush, tables)[0]?.fields).toEqual({
      decided: '2026-01-02T03:04:05.006Z',
      op: 'exec',
      call: 'execve',
      target: '/usr/bin/git',
      argv: ['git', 'push', '-f'],
      pid: 100,
      ppid: 99,
      exe: '/usr/bin/bash',
      cwd: '/p',
      labels: ['AGENT', 'COMMAND'],
      stale_by: [],
      outcome: 'blocked',
      rule: 'no-force',
      effect: 'block',
      reason: 'no force',
      builtin: false,
      decisive: true,
      clause: { line: 6, text: 'block exec "git" "-f"' },
      tier: 'supervisor',
      feedback: '[rein] blocked: exec of git push -f\n  rule: no-force\n',
    });
  });

  it('of a hold are one, by the rule that asks', () => {
    const [entry, ...more] = entriesOf(heldPush, tables);
    expect(more).toEqual([]);
    expect(entry?.fields).toMatchObject({
      rule: 'ask-push',
      hold: { id: 'abcde', digest: 'ab'.repeat(32), expires: '2026-01-02T03:05:06.000Z' },
    });
    expect(entry?.fields.outcome).toBeUndefined();
  });

  it('say who decided', () => {
    expect(entriesOf(approvedPush, tables)[0]?.fields).toMatchObject({
      outcome: 'approved',
      hold: { id: 'abcde', by: 'uid 1000', reason: 'looked at it' },
    });
  });

  it('mark Rein’s own rules, and have no argv where there is none', () => {
    expect(entriesOf(recordTouched, tables)[0]?.fields).toMatchObject({
      rule: 'rein/record',
      builtin: true,
      argv: null,
      clause: { line: 0 },
    });
  });

  it('name what made a gate stale, what was cut, and whom kill spared', () => {
    const stale = [{ gate: 'exec "t"', op: 'write', target: '/p/a', pid: 3, time: 't' }] as const;
    const event = { ...forcedPush, stale, args_truncated: true, spared_root: true } as const;
    expect(entriesOf({ ...event, more: 2 }, tables)[0]?.fields).toMatchObject({
      stale_by: stale,
      args_truncated: true,
      spared_root: true,
      more_clauses: 2,
    });
  });

  it('are none for clauses that nobody knows', () => {
    expect(entriesOf({ ...forcedPush, clauses: [99], decisive: 99 }, tables)).toEqual([]);
  });
});
