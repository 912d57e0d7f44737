import {
  type IssuedToken,
  initSchema,
  issuedTokenSchema,
  type Readiness,
  type Role,
  readinessSchema,
  type Token,
  tokenSchema,
  type Whoami,
  whoamiSchema,
} from '@rein/contract/api';
import * as z from 'zod';
import type { Transport } from './transport.js';

export interface NewToken {
  readonly role: Role;
  readonly label: string;
  readonly principal_type?: 'human' | 'service_account' | undefined;
  readonly owner_subject?: string | undefined;
  readonly agent_id?: string | undefined;
  /** Milliseconds since 1970. */
  readonly expires_at?: number | undefined;
}

/** Who asks, and with what rights. */
export interface Identity {
  whoami(): Promise<Whoami>;
  /** Says that `reind` is set up; `created` on the first time. */
  init(): Promise<{ readonly schema_version: number; readonly created: boolean }>;
  ready(): Promise<Readiness>;
  listTokens(activeOnly?: boolean): Promise<readonly Token[]>;
  createToken(asked: NewToken): Promise<IssuedToken>;
  rotateToken(id: string, asked?: { overlap_ms?: number; label?: string }): Promise<IssuedToken>;
  revokeToken(id: string): Promise<Token>;
}

export function identityOver(call: Transport): Identity {
  const tokens = '/v1/auth/tokens';
  const at = (id: string): string => `${tokens}/${encodeURIComponent(id)}`;
  return {
    whoami: () => call({ method: 'GET', path: '/v1/auth/whoami' }, whoamiSchema),
    init: () => call({ method: 'POST', path: '/v1/init' }, initSchema),
    ready: () => call({ method: 'GET', path: '/readyz' }, readinessSchema),
    listTokens: async (activeOnly = false) =>
      (
        await call(
          { method: 'GET', path: `${tokens}?active_only=${activeOnly}` },
          z.object({ items: z.array(tokenSchema) }),
        )
      ).items,
    createToken: (body) => call({ method: 'POST', path: tokens, body }, issuedTokenSchema),
    rotateToken: (id, body = {}) =>
      call({ method: 'POST', path: `${at(id)}/rotate`, body }, issuedTokenSchema),
    revokeToken: (id) => call({ method: 'POST', path: `${at(id)}/revoke` }, tokenSchema),
  };
}
