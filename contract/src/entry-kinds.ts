/** What an entry in the record of a run can be about; docs/reference/run-record.md says what each has. */
export const RUN_KINDS = [
  ...([
    'start',
    'governed',
    'started',
    'exited',
    'left-behind',
    'stop',
    'counters',
    'end',
  ] as const),
  ...(['match', 'hold', 'guard', 'gate', 'label', 'policy'] as const),
  ...(['action', 'action-result'] as const),
] as const;
export type RunKind = (typeof RUN_KINDS)[number];

/** What an entry in the record of what people did through the daemon can be about. */
export const CONTROL_KINDS = [
  ...(['token-created', 'token-rotated', 'token-revoked'] as const),
  ...(['agent-created', 'agent-updated', 'agent-deleted'] as const),
  ...(['run-submitted', 'run-cancelled', 'run-policy-swapped', 'run-gate-opened'] as const),
  ...(['approval-approved', 'approval-denied', 'approval-expired', 'approval-cancelled'] as const),
  'approval-used',
] as const;
export type ControlKind = (typeof CONTROL_KINDS)[number];
