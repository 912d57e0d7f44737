import type { RunStatus } from '@rein/contract/api';

/** What can happen to a run. */
export const RUN_INPUTS = [
  'start', // its command runs, or it takes actions
  'hold', // something of it waits for a person
  'release', // nothing of it waits any more
  'succeed', // its command ended with 0, its job is done
  'fail', // its command ended otherwise, or it could not go on
  'deny', // what it was for was refused
  'cancel', // somebody ended it
  'time-out', // its time was over
] as const;
export type RunInput = (typeof RUN_INPUTS)[number];

type Steps = Readonly<Record<RunInput, RunStatus>>;

/** An ended run stays as it ended: late news of its processes change nothing. */
const over = (status: RunStatus): Steps => ({
  start: status,
  hold: status,
  release: status,
  succeed: status,
  fail: status,
  deny: status,
  cancel: status,
  'time-out': status,
});

const ENDS = {
  succeed: 'SUCCEEDED',
  fail: 'FAILED',
  deny: 'DENIED',
  cancel: 'CANCELLED',
  'time-out': 'TIMED_OUT',
} as const satisfies Partial<Record<RunInput, RunStatus>>;

/** Every state and every input: there is no transition that is not written here. */
const STEPS: Readonly<Record<RunStatus, Steps>> = {
  // A command may be held, and may end, before the news that it started.
  QUEUED: { ...ENDS, start: 'RUNNING', hold: 'WAITING_APPROVAL', release: 'QUEUED' },
  RUNNING: { ...ENDS, start: 'RUNNING', hold: 'WAITING_APPROVAL', release: 'RUNNING' },
  WAITING_APPROVAL: {
    ...ENDS,
    start: 'WAITING_APPROVAL',
    hold: 'WAITING_APPROVAL',
    release: 'RUNNING',
  },
  SUCCEEDED: over('SUCCEEDED'),
  FAILED: over('FAILED'),
  DENIED: over('DENIED'),
  CANCELLED: over('CANCELLED'),
  TIMED_OUT: over('TIMED_OUT'),
};

/** The status after something happened. Total: late and repeated news leave it as it is. */
export function nextRunStatus(status: RunStatus, input: RunInput): RunStatus {
  return STEPS[status][input];
}

/** Whether nothing will change any more. */
export function isRunOver(status: RunStatus): boolean {
  switch (status) {
    case 'QUEUED':
    case 'RUNNING':
    case 'WAITING_APPROVAL':
      return false;
    case 'SUCCEEDED':
    case 'FAILED':
    case 'DENIED':
    case 'CANCELLED':
    case 'TIMED_OUT':
      return true;
    default:
      return status satisfies never;
  }
}
