import {
  type ActionArgs,
  type ActionName,
  type ActionView,
  type Approval,
  actionSchema,
  approvalSchema,
  type CreateRun,
  type Decide,
  type Evaluation,
  evaluationSchema,
  type Integrity,
  integritySchema,
  type ListApprovalsQuery,
  type ListRunsQuery,
  type Output,
  outputSchema,
  type ProcessNode,
  processTreeSchema,
  type Run,
  type RunEvents,
  runEventsSchema,
  runSchema,
} from '@rein/contract/api';
import * as z from 'zod';
import { type Agents, agentsOver } from './agents.js';
import { type Identity, identityOver } from './identity.js';
import { createTransport, type ReinOptions, type Transport } from './transport.js';

export interface Page<Item> {
  readonly items: readonly Item[];
  /** Cursor of the page after; absent on the last. */
  readonly next?: string | undefined;
}

/** `reind`, with a method for each thing that it does. */
export interface ReinClient {
  /** With a `key`, asking again is asking once. */
  startRun(asked: CreateRun, key?: string): Promise<Run>;
  run(id: string): Promise<Run>;
  /** Newest first. */
  listRuns(query?: Partial<ListRunsQuery>): Promise<Page<Run>>;
  cancelRun(id: string, reason?: string): Promise<Run>;
  /** Puts a live run under the policy at a path of the daemon's machine. */
  swapPolicy(id: string, policy: string, reason?: string): Promise<Run>;
  /** Opens the gates `after approval "GATE"` of a live run. */
  openGate(id: string, gate: string, reason?: string): Promise<Run>;
  /** Ends a run without a process. */
  finishRun(id: string, outcome: 'succeed' | 'fail' | 'deny', reason?: string): Promise<Run>;
  output(id: string, stream: 'stdout' | 'stderr', offset: number): Promise<Output>;
  /** Entries of its record behind number `after`, in order. */
  runEvents(id: string, after: number, limit?: number): Promise<RunEvents>;
  processTree(id: string): Promise<readonly ProcessNode[]>;
  integrity(id: string): Promise<Integrity>;
  /** Asks for an action; with a `key`, asking again is asking once. What waits is not waited for. */
  submit<Name extends ActionName>(
    run: string,
    capability: Name,
    args: ActionArgs<Name>,
    key?: string,
  ): Promise<ActionView>;
  /** An action that waits or has a key; held back for up to `waitMs` until it is over. */
  action(id: string, waitMs?: number): Promise<ActionView>;
  approval(id: string): Promise<Approval>;
  /** Newest first. */
  listApprovals(query?: Partial<ListApprovalsQuery>): Promise<Page<Approval>>;
  grant(id: string, answer?: Partial<Decide>): Promise<Approval>;
  deny(id: string, reason?: string): Promise<Approval>;
  explain(agent: string, capability: ActionName, resource: string): Promise<Evaluation>;
  readonly agents: Agents;
  readonly identity: Identity;
  /** Everything else that docs/reference/openapi.json lists. */
  readonly call: Transport;
}

/** A client for one token. */
export function createClient(options: ReinOptions): ReinClient {
  return clientOver(createTransport(options));
}

/** A client over a transport of one's own, such as one that tries again. */
export function clientOver(call: Transport): ReinClient {
  const get = (path: string) => ({ method: 'GET', path }) as const;
  const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
    ({ method: 'POST', path, body, headers }) as const;
  const id = encodeURIComponent;
  const because = (reason: string | undefined) => (reason === undefined ? {} : { reason });
  const keyed = (key: string | undefined): Record<string, string> =>
    key === undefined ? {} : { 'idempotency-key': key };
  return {
    call,
    agents: agentsOver(call),
    identity: identityOver(call),
    startRun: (asked, key) => call(post('/v1/runs', asked, keyed(key)), runSchema),
    run: (run) => call(get(`/v1/runs/${id(run)}`), runSchema),
    listRuns: (query = {}) => call(get(`/v1/runs${queryOf(query)}`), pageOf(runSchema)),
    cancelRun: (run, reason) =>
      call(post(`/v1/runs/${id(run)}/cancel`, because(reason)), runSchema),
    openGate: (run, gate, reason) =>
      call(post(`/v1/runs/${id(run)}/gates`, { gate, ...because(reason) }), runSchema),
    swapPolicy: (run, policy, reason) =>
      call(post(`/v1/runs/${id(run)}/policy`, { policy, ...because(reason) }), runSchema),
    finishRun: (run, outcome, reason) =>
      call(post(`/v1/runs/${id(run)}/finish`, { outcome, ...because(reason) }), runSchema),
    output: (run, stream, offset) =>
      call(get(`/v1/runs/${id(run)}/output${queryOf({ stream, offset })}`), outputSchema),
    runEvents: (run, after, limit = 500) =>
      call(get(`/v1/runs/${id(run)}/events${queryOf({ after, limit })}`), runEventsSchema),
    processTree: async (run) =>
      (await call(get(`/v1/runs/${id(run)}/process-tree`), processTreeSchema)).processes,
    integrity: (run) => call(get(`/v1/runs/${id(run)}/integrity`), integritySchema),
    submit: (run, capability, args, key) =>
      call(post('/v1/actions', { run_id: run, capability, args }, keyed(key)), actionSchema),
    action: (action, waitMs = 0) =>
      call(get(`/v1/actions/${id(action)}?wait_ms=${waitMs}`), actionSchema),
    approval: (request) => call(get(`/v1/approvals/${id(request)}`), approvalSchema),
    listApprovals: (query = {}) =>
      call(get(`/v1/approvals${queryOf(query)}`), pageOf(approvalSchema)),
    grant: (request, answer = {}) =>
      call(post(`/v1/approvals/${id(request)}/grant`, answer), approvalSchema),
    deny: (request, reason) =>
      call(post(`/v1/approvals/${id(request)}/deny`, because(reason)), approvalSchema),
    explain: (agent, capability, resource) =>
      call(
        post(`/v1/policy/explain/agents/${id(agent)}`, { capability, resource }),
        evaluationSchema,
      ),
  };
}

function pageOf<Item extends z.ZodType>(item: Item) {
  return z.object({ items: z.array(item), next: z.string().optional() });
}

function queryOf(query: Readonly<Record<string, string | number | undefined>>): string {
  const given = Object.entries(query).flatMap(([name, value]): [string, string][] =>
    value === undefined ? [] : [[name, String(value)]],
  );
  return given.length === 0 ? '' : `?${new URLSearchParams(given)}`;
}
