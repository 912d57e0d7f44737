import type { Run } from '@rein/contract/api';
import { expect, it } from 'vitest';
import { exitCodeOfRun } from '../../src/attached/exit-code.js';

const over = (status: Run['status'], exit_code?: number, command?: string[]): number =>
  exitCodeOfRun({
    ...{ run_id: 'R', agent_id: 'a', status, submitted_by: 'sam', budgets: {}, provenance: {} },
    ...{ policy_digest: '', created_at: 0, events: 0, pending_approvals: 0, version: 1, cwd: '/' },
    ...(exit_code === undefined ? {} : { exit_code }),
    ...(command === undefined ? {} : { command }),
  });

it('is that of the command, or what shells say in such a case', () => {
  expect(over('SUCCEEDED', 0, ['true'])).toBe(0);
  expect(over('FAILED', 3, ['sh'])).toBe(3);
  expect(over('FAILED', 127, ['nothing'])).toBe(127);
  expect(over('DENIED', 126, ['git'])).toBe(126);
  expect(over('DENIED', undefined, ['git'])).toBe(126);
  expect(over('TIMED_OUT', 137, ['sleep'])).toBe(124);
  expect(over('CANCELLED', 137, ['sleep'])).toBe(130);
  expect(over('FAILED', undefined, ['lost'])).toBe(125);
});

it('is 1 where actions were denied and nothing else went wrong', () => {
  expect(over('DENIED')).toBe(1);
  expect(over('DENIED', 0, ['python3', 'plan.py'])).toBe(1);
  expect(over('FAILED')).toBe(1);
});
