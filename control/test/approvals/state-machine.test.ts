import fc from 'fast-check';
import { expect, test } from 'vitest';
import { APPROVAL_STATUSES } from '../../../contract/src/api/approvals.js';
import { APPROVAL_INPUTS, nextApprovalStatus } from '../../src/approvals/state-machine.js';

test('a request is decided by its first input and by no other', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...APPROVAL_INPUTS), { minLength: 1 }), (inputs) => {
      let status: (typeof APPROVAL_STATUSES)[number] = 'PENDING';
      let changes = 0;
      for (const input of inputs) {
        const next = nextApprovalStatus(status, input);
        if (next === undefined) continue;
        status = next;
        changes += 1;
      }
      const byFirst = {
        approve: 'APPROVED',
        deny: 'DENIED',
        expire: 'EXPIRED',
        cancel: 'CANCELLED',
      };
      expect(changes).toBe(1);
      expect(status).toBe(byFirst[inputs[0] ?? 'cancel']);
    }),
  );
});

test('every status and input has an answer', () => {
  for (const status of APPROVAL_STATUSES) {
    for (const input of APPROVAL_INPUTS) {
      expect(nextApprovalStatus(status, input) === undefined).toBe(status !== 'PENDING');
    }
  }
});
