import type { HoldEvent, MatchEvent } from '@rein/contract';

export const match = {
  kind: 'match',
  time: '2026-01-02T03:04:05.006Z',
  effect: 'block',
  outcome: 'blocked',
  clauses: [0],
  more: 0,
  decisive: 0,
  call: 'openat',
  op: 'write',
  target: '/tmp/x',
  feedback: '[rein] blocked write /tmp/x\n',
  pid: 10,
  ppid: 9,
  exe: '/usr/bin/sh',
  cwd: '/tmp',
  labels: ['AGENT', 'COMMAND'],
} as const satisfies MatchEvent;

export const hold = {
  ...(({ outcome: _, ...rest }) => rest)(match),
  kind: 'hold',
  effect: 'ask',
  id: '1',
  digest: 'ab'.repeat(32),
  expires: '2026-01-02T03:05:05.006Z',
} as const satisfies HoldEvent;
