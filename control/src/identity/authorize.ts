import type { Permission, Reach } from '@rein/contract/api';
import { type ControlFault, fault } from '../fault.js';
import type { Principal } from './principal.js';
import { RIGHTS } from './rights.js';

/** What a request is about, when it is about something of somebody. */
export interface Resource {
  readonly submittedBy: string;
  readonly agentId: string;
  readonly runId?: string;
  /** What somebody is told from whom it is hidden: that it is not there. */
  readonly hidden: () => ControlFault;
}

/** What a list may show: everything, or what this subject submitted. */
export type Scope =
  | { readonly kind: 'all' }
  | { readonly kind: 'own'; readonly subject: string; readonly agentId?: string };

/**
 * The one question about rights. Returns if `principal` has `permission`, on `resource` if the
 * request is about one. Otherwise throws `not-allowed`, `self-approval`, or what `hidden` says.
 */
export function authorize(principal: Principal, permission: Permission, resource?: Resource): void {
  const reach = reachOf(principal, permission);
  switch (reach) {
    case 'none':
      throw refusal(principal, permission);
    case 'all':
      if (resource !== undefined && !isWithinAgent(principal, resource)) throw resource.hidden();
      return;
    case 'own':
      if (resource !== undefined && !isOwn(principal, resource)) throw resource.hidden();
      return;
    case 'others':
      if (resource !== undefined && isOwn(principal, resource)) {
        throw fault('self-approval', { subject: principal.subject });
      }
      return;
    default:
      reach satisfies never;
  }
}

/** For a token that is bound to an agent there is no other. Throws `no-such-agent`. */
export function requireAgent({ agentId }: Principal, agent: string): void {
  if (agentId !== undefined && agentId !== agent) throw fault('no-such-agent', { agent });
}

/** What a list that needs `permission` may show. Throws `not-allowed`. */
export function scopeOf(principal: Principal, permission: Permission): Scope {
  const reach = reachOf(principal, permission);
  if (reach === 'none') throw refusal(principal, permission);
  if (reach === 'all' || reach === 'others') return { kind: 'all' };
  const { subject, agentId } = principal;
  return { kind: 'own', subject, ...(agentId === undefined ? {} : { agentId }) };
}

/** How far a permission reaches for this principal. */
export function reachOf(principal: Principal, permission: Permission): Reach {
  return RIGHTS[principal.standing][permission];
}

function isOwn(principal: Principal, resource: Resource): boolean {
  if (principal.runId !== undefined) return principal.runId === resource.runId;
  return principal.subject === resource.submittedBy && isWithinAgent(principal, resource);
}

function isWithinAgent(principal: Principal, resource: Resource): boolean {
  return principal.agentId === undefined || principal.agentId === resource.agentId;
}

function refusal({ standing }: Principal, permission: Permission): ControlFault {
  return fault('not-allowed', { standing, permission });
}
