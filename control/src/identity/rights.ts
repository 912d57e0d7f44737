import type { Permission, Reach, Standing } from '@rein/contract/api';

type Rights = Readonly<Record<Permission, Reach>>;

const NOTHING: Rights = {
  'self:read': 'all',
  'system:init': 'none',
  'metrics:read': 'none',
  'agents:read': 'none',
  'agents:write': 'none',
  'runs:submit': 'none',
  'runs:read': 'none',
  'runs:cancel': 'none',
  'actions:submit': 'none',
  'policy:evaluate': 'none',
  'approvals:read': 'none',
  'approvals:decide': 'none',
  'events:read': 'none',
  'audit:verify': 'none',
  'tokens:read': 'none',
  'tokens:write': 'none',
};

/**
 * Who may do what: the only statement of it. Each row says what it adds to nothing, so that a new
 * permission is nobody's until somebody decides.
 */
export const RIGHTS: Readonly<Record<Standing, Rights>> = {
  admin: {
    'self:read': 'all',
    'system:init': 'all',
    'metrics:read': 'all',
    'agents:read': 'all',
    'agents:write': 'all',
    'runs:submit': 'all',
    'runs:read': 'all',
    'runs:cancel': 'all',
    'actions:submit': 'all',
    'policy:evaluate': 'all',
    'approvals:read': 'all',
    // Four eyes: not even an administrator decides about what he asked for himself.
    'approvals:decide': 'others',
    'events:read': 'all',
    'audit:verify': 'all',
    'tokens:read': 'all',
    'tokens:write': 'all',
  },
  approver: {
    ...NOTHING,
    'agents:read': 'all',
    'runs:read': 'all',
    'approvals:read': 'all',
    'approvals:decide': 'others',
  },
  auditor: {
    ...NOTHING,
    'metrics:read': 'all',
    'agents:read': 'all',
    'runs:read': 'all',
    'approvals:read': 'all',
    'events:read': 'all',
    'audit:verify': 'all',
    'tokens:read': 'all',
  },
  run_submitter: {
    ...NOTHING,
    'agents:read': 'all',
    'runs:submit': 'all',
    'runs:read': 'own',
    'runs:cancel': 'own',
    'actions:submit': 'own',
    'policy:evaluate': 'all',
    'approvals:read': 'own',
    'events:read': 'own',
    'audit:verify': 'own',
  },
  policy_author: {
    ...NOTHING,
    'agents:read': 'all',
    'policy:evaluate': 'all',
  },
  bootstrap: {
    ...NOTHING,
    'system:init': 'all',
    'tokens:write': 'all',
  },
  // A governed process: it may ask to act, and is told what comes of it. It decides nothing.
  run: {
    ...NOTHING,
    'actions:submit': 'own',
  },
};
