import {
  type ActionArgs,
  type ActionName,
  type ActionView,
  type Approval,
  actionSchema,
  approvalSchema,
  type CreateRun,
  type Evaluation,
  evaluationSchema,
  type Output,
  outputSchema,
  type Run,
  runSchema,
} from '@rein/contract/api';
import { createTransport, type ReinOptions, type Transport } from './transport.js';

/** `reind`, with a method for each thing that an agent or what starts it needs. */
export interface ReinClient {
  startRun(asked: CreateRun): Promise<Run>;
  run(id: string): Promise<Run>;
  cancelRun(id: string, reason?: string): Promise<Run>;
  /** Ends a run without a process. */
  finishRun(id: string, outcome: 'succeed' | 'fail' | 'deny', reason?: string): Promise<Run>;
  output(id: string, stream: 'stdout' | 'stderr', offset: number): Promise<Output>;
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
  grant(id: string, answer?: { reason?: string; scope?: 'once' | 'run' }): Promise<Approval>;
  deny(id: string, reason?: string): Promise<Approval>;
  explain(agent: string, capability: ActionName, resource: string): Promise<Evaluation>;
  /** Everything else that docs/reference/openapi.json lists. */
  readonly call: Transport;
}

/** A client for one token. */
export function createClient(options: ReinOptions): ReinClient {
  const call = createTransport(options);
  const get = (path: string) => ({ method: 'GET', path }) as const;
  const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
    ({ method: 'POST', path, body, headers }) as const;
  const id = encodeURIComponent;
  const because = (reason: string | undefined) => (reason === undefined ? {} : { reason });
  return {
    call,
    startRun: (asked) => call(post('/v1/runs', asked), runSchema),
    run: (run) => call(get(`/v1/runs/${id(run)}`), runSchema),
    cancelRun: (run, reason) =>
      call(post(`/v1/runs/${id(run)}/cancel`, because(reason)), runSchema),
    finishRun: (run, outcome, reason) =>
      call(post(`/v1/runs/${id(run)}/finish`, { outcome, ...because(reason) }), runSchema),
    output: (run, stream, offset) =>
      call(get(`/v1/runs/${id(run)}/output?stream=${stream}&offset=${offset}`), outputSchema),
    submit: (run, capability, args, key) =>
      call(
        post(
          '/v1/actions',
          { run_id: run, capability, args },
          key === undefined ? {} : { 'idempotency-key': key },
        ),
        actionSchema,
      ),
    action: (action, waitMs = 0) =>
      call(get(`/v1/actions/${id(action)}?wait_ms=${waitMs}`), actionSchema),
    approval: (request) => call(get(`/v1/approvals/${id(request)}`), approvalSchema),
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
