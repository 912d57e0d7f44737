import { type Agent, agentSchema, type UpdateAgent } from '@rein/contract/api';
import * as z from 'zod';
import type { Transport } from './transport.js';

/** Who runs: a workspace and a policy under a name. Paths are absolute, on the machine of `reind`. */
export interface Agents {
  create(asked: {
    readonly agent_id: string;
    readonly workspace: string;
    readonly policy: string;
    readonly mode?: Agent['mode'] | undefined;
    readonly description?: string | undefined;
  }): Promise<Agent>;
  list(): Promise<readonly Agent[]>;
  get(id: string): Promise<Agent>;
  /** Changes an agent if it is still at `version`; its policy is read anew when it is named. */
  update(id: string, version: number, asked: UpdateAgent): Promise<Agent>;
  /** Its tokens end with it, its runs stay on record. */
  remove(id: string, version: number): Promise<void>;
}

export function agentsOver(call: Transport): Agents {
  const at = (id: string): string => `/v1/agents/${encodeURIComponent(id)}`;
  const ifAt = (version: number) => ({ 'if-match': `"${version}"` });
  return {
    create: (body) => call({ method: 'POST', path: '/v1/agents', body }, agentSchema),
    list: async () =>
      (await call({ method: 'GET', path: '/v1/agents' }, z.object({ items: z.array(agentSchema) })))
        .items,
    get: (id) => call({ method: 'GET', path: at(id) }, agentSchema),
    update: (id, version, body) =>
      call({ method: 'PATCH', path: at(id), body, headers: ifAt(version) }, agentSchema),
    async remove(id, version) {
      await call({ method: 'DELETE', path: at(id), headers: ifAt(version) }, z.null());
    },
  };
}
