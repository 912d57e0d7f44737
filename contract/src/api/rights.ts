/** Roles a token can have. */
export const ROLES = ['admin', 'approver', 'auditor', 'run_submitter', 'policy_author'] as const;
export type Role = (typeof ROLES)[number];

/**
 * What a request is made as. Beside the roles there are two that nobody is given: `bootstrap`, the
 * first token of an installation, and `run`, a governed process recognised as such.
 */
export const STANDINGS = [...ROLES, 'bootstrap', 'run'] as const;
export type Standing = (typeof STANDINGS)[number];

/** Everything a request may need. Each route names exactly one. */
export const PERMISSIONS = [
  'self:read', // who am I
  'system:init',
  'metrics:read',
  'agents:read',
  'agents:write',
  'runs:submit',
  'runs:read',
  'runs:cancel',
  'actions:submit',
  'policy:evaluate',
  'approvals:read',
  'approvals:decide',
  'events:read',
  'audit:verify',
  'tokens:read',
  'tokens:write',
] as const;
export type Permission = (typeof PERMISSIONS)[number];

/**
 * How far a permission reaches. `own`: what the same person submitted. `others`: what somebody else
 * submitted, for rights that must not be used on one's own requests.
 */
export const REACHES = ['none', 'own', 'others', 'all'] as const;
export type Reach = (typeof REACHES)[number];
