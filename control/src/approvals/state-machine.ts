import type { ApprovalStatus } from '@rein/contract/api';

/** What can happen to a request. */
export const APPROVAL_INPUTS = [
  'approve',
  'deny',
  'expire', // nobody decided in time
  'cancel', // what asked is gone
] as const;
export type ApprovalInput = (typeof APPROVAL_INPUTS)[number];

const DECIDED = {
  approve: 'APPROVED',
  deny: 'DENIED',
  expire: 'EXPIRED',
  cancel: 'CANCELLED',
} as const satisfies Record<ApprovalInput, ApprovalStatus>;

/**
 * The status after something happened, or undefined when it may not: a request is decided once. An
 * approval that was not used is not taken back either; it expires by its own time when it is used.
 */
export function nextApprovalStatus(
  status: ApprovalStatus,
  input: ApprovalInput,
): (typeof DECIDED)[ApprovalInput] | undefined {
  switch (status) {
    case 'PENDING':
      return DECIDED[input];
    case 'APPROVED':
    case 'DENIED':
    case 'EXPIRED':
    case 'CANCELLED':
      return undefined;
    default:
      return status satisfies never;
  }
}
