import type { HoldEvent, MatchEvent } from '@rein/contract';
import type { RunTables } from '@rein/govern';

/** A policy of three rules, as a run refers to it. */
export const tables: RunTables = {
  tier: 'supervisor',
  rules: [
    { name: 'ask-push', reason: 'a person looks', builtin: false },
    { name: 'no-force', reason: 'no force', builtin: false },
    { name: 'rein/record', reason: 'kept outside', builtin: true },
  ],
  clauses: [
    { rule: 0, effect: 'ask', line: 3, text: 'ask exec "git" "push"' },
    { rule: 1, effect: 'notify', line: 5, text: 'notify exec "git"' },
    { rule: 1, effect: 'block', line: 6, text: 'block exec "git" "-f"' },
    { rule: 2, effect: 'block', line: 0, text: 'block write "/state/**"' },
  ],
};

const subject = {
  pid: 100,
  ppid: 99,
  exe: '/usr/bin/bash',
  cwd: '/p',
  labels: ['AGENT', 'COMMAND'],
};

export const forcedPush = {
  ...subject,
  kind: 'match',
  time: '2026-01-02T03:04:05.006Z',
  effect: 'block',
  outcome: 'blocked',
  clauses: [0, 1, 2],
  more: 0,
  decisive: 2,
  call: 'execve',
  op: 'exec',
  target: '/usr/bin/git',
  argv: ['git', 'push', '-f'],
  feedback: '[rein] blocked: exec of git push -f\n  rule: no-force\n',
} as const satisfies MatchEvent;

export const heldPush = {
  ...subject,
  kind: 'hold',
  time: '2026-01-02T03:04:06.000Z',
  effect: 'ask',
  clauses: [0, 1],
  more: 0,
  decisive: 0,
  call: 'execve',
  op: 'exec',
  target: '/usr/bin/git',
  argv: ['git', 'push'],
  feedback: '[rein] waiting for a person: exec of git push\n',
  id: 'abcde',
  digest: 'ab'.repeat(32),
  expires: '2026-01-02T03:05:06.000Z',
} as const satisfies HoldEvent;

export const approvedPush = {
  ...forcedPush,
  time: '2026-01-02T03:04:09.500Z',
  effect: 'ask',
  outcome: 'approved',
  clauses: [0, 1],
  decisive: 0,
  argv: ['git', 'push'],
  feedback: '',
  hold: { id: 'abcde', by: 'uid 1000', reason: 'looked at it' },
} as const satisfies MatchEvent;

export const recordTouched = {
  ...subject,
  kind: 'match',
  time: '2026-01-02T03:04:10.000Z',
  effect: 'block',
  outcome: 'blocked',
  clauses: [3],
  more: 0,
  decisive: 3,
  call: 'unlinkat',
  op: 'write',
  target: '/state/runs',
  feedback: '',
  untold: '[rein] blocked: write of /state/runs\n  rule: rein/record\n  why: kept outside\n',
} as const satisfies MatchEvent;
