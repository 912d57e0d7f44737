import * as z from 'zod';
import { TIERS } from '../verdicts.js';
import { agentIdSchema, digestSchema, timeSchema, ulidSchema } from './ids.js';

/** The version of the action contract: of these members, over HTTP and as lines of JSON. */
export const ACTION_CONTRACT_VERSION = 1;

/** Content in one request, in characters; the body of a request is bounded too. */
const contentSchema = z.string().max(1024 * 1024);
const encodingSchema = z.enum(['utf8', 'base64']).default('utf8');
const pathSchema = z.string().min(1).max(4096).describe('from the workspace down');
const argSchema = z
  .string()
  .max(65_536)
  .regex(/^[^\0]*$/, 'holds a NUL');

/** What each capability takes. Whether it is allowed is another question. */
export const ACTION_ARGS = {
  'fs.read': z.strictObject({ path: pathSchema, encoding: encodingSchema }),
  'fs.write': z.strictObject({
    path: pathSchema,
    content: contentSchema,
    encoding: encodingSchema,
  }),
  'fs.delete': z.strictObject({ path: pathSchema }),
  'fs.list': z.strictObject({ path: pathSchema }),
  'net.fetch': z.strictObject({
    url: z.string().min(1).max(4096),
    method: z.string().max(16).default('GET'),
    headers: z
      .record(z.string().regex(/^[A-Za-z0-9-]{1,64}$/, 'not a header'), z.string().max(4096))
      .default({}),
    body: contentSchema.optional(),
    encoding: encodingSchema.describe('of `body`, and of the body that comes back'),
  }),
  'net.connect': z.strictObject({ address: z.string().min(1).max(300).describe('`host:port`') }),
  'proc.spawn': z.strictObject({
    command: argSchema.min(1).describe('a name that PATH finds, or a path'),
    args: z.array(argSchema).max(256).default([]),
    cwd: pathSchema.optional(),
    timeout_ms: z.int().min(1).max(600_000).default(60_000),
  }),
  'mcp.call': z.strictObject({
    tool: z.string().min(3).max(300).describe('`server/tool`'),
    arguments: z.record(z.string(), z.unknown()).default({}),
  }),
  'secrets.read': z.strictObject({ scope: z.string().min(1).max(300) }),
} as const;

export type ActionName = keyof typeof ACTION_ARGS;

/** The arguments of one capability, as a client gives them. */
export type ActionArgs<Name extends ActionName> = z.input<(typeof ACTION_ARGS)[Name]>;

const NAMES = [
  ...(['fs.read', 'fs.write', 'fs.delete', 'fs.list', 'net.fetch', 'net.connect'] as const),
  ...(['proc.spawn', 'mcp.call', 'secrets.read'] as const),
] satisfies ActionName[];

export const actionNameSchema = z.enum(NAMES).meta({ id: 'ActionName' });

/** The key under which asking again is asking once. */
export const idempotencyKeySchema = z
  .string()
  .regex(/^[A-Za-z0-9_-]{1,128}$/, 'not a key: 1 to 128 of A-Z, a-z, 0-9, `_` and `-`');

const argsSchema = z.record(z.string(), z.unknown());

export const submitActionSchema = z
  .strictObject({ run_id: ulidSchema, capability: actionNameSchema, args: argsSchema })
  .meta({ id: 'SubmitAction' });
export type SubmitAction = z.infer<typeof submitActionSchema>;

/** The older name of the same request. */
export const submitSyscallSchema = z
  .strictObject({ run_id: ulidSchema, syscall: actionNameSchema, args: argsSchema })
  .meta({ id: 'SubmitSyscall' });

export const ACTION_DECISIONS = ['ALLOW', 'DENY', 'REQUIRE_APPROVAL'] as const;
export const actionDecisionSchema = z.enum(ACTION_DECISIONS).meta({ id: 'ActionDecision' });
export type ActionDecision = z.infer<typeof actionDecisionSchema>;

/** `waiting`: for a person. `unknown`: the daemon ended while it was under way; it is not repeated. */
export const ACTION_STATUSES = [
  ...(['done', 'failed', 'denied', 'waiting', 'running', 'unknown'] as const),
] as const;
export const actionStatusSchema = z.enum(ACTION_STATUSES).meta({ id: 'ActionStatus' });
export type ActionStatus = z.infer<typeof actionStatusSchema>;

export const actionSchema = z
  .object({
    action_id: ulidSchema,
    run_id: ulidSchema,
    capability: actionNameSchema,
    resource: z.string(),
    digest: digestSchema,
    decision: actionDecisionSchema,
    status: actionStatusSchema,
    rule: z.string().optional().describe('id of the rule that decided'),
    reason: z.string(),
    request_id: ulidSchema.optional().describe('what a person is asked, while or after asking'),
    event_seq: z.int().describe('where the decision stands in the record of the run'),
    result: z
      .record(z.string(), z.unknown())
      .optional()
      .describe(
        'of an action that was done. Secrets, and what is longer than 256 KiB, are in the first answer; later they are gone',
      ),
    created_at: timeSchema,
  })
  .meta({ id: 'Action' });
export type ActionView = z.infer<typeof actionSchema>;

/** How a run without a process ended, by whoever gave it its actions. */
export const finishRunSchema = z
  .strictObject({
    outcome: z.enum(['succeed', 'fail', 'deny']),
    reason: z.string().max(1000).default(''),
  })
  .meta({ id: 'FinishRun' });

/** How long an answer may be held back for one that changes, in milliseconds. */
export const actionQuerySchema = z.strictObject({
  wait_ms: z.coerce.number().int().min(0).max(25_000).default(0),
});

export const evaluateSchema = z
  .strictObject({
    agent_id: agentIdSchema.optional().describe('whose policy; or give `policy`'),
    policy: z
      .string()
      .max(1024 * 1024)
      .optional()
      .describe('text of a policy file'),
    capability: actionNameSchema,
    resource: z.string().max(4096).optional(),
    args: argsSchema.default({}),
  })
  .meta({ id: 'Evaluate' });

export const evaluationSchema = z
  .object({
    decision: actionDecisionSchema,
    rule: z.string().optional(),
    line: z.int().optional(),
    reason: z.string(),
    applied: z.array(z.object({ rule: z.string(), line: z.int(), text: z.string() })),
    near_misses: z.array(z.object({ rule: z.string(), line: z.int(), why: z.string() })),
  })
  .meta({ id: 'Evaluation' });
export type Evaluation = z.infer<typeof evaluationSchema>;

export const effectiveSchema = z
  .object({
    agent_id: agentIdSchema,
    mode: z.string(),
    policy: z.string(),
    policy_digest: digestSchema,
    rules: z.array(
      z.object({ id: z.string(), line: z.int(), layer: z.literal('agent'), text: z.string() }),
    ),
    engine: z.array(
      z.object({
        rule: z.string(),
        from: z.enum(['policy', 'capabilities']),
        clauses: z.array(z.string()),
      }),
    ),
    tier: z.enum(TIERS).describe('where a run on this machine would be enforced'),
    unenforced: z
      .array(
        z.object({
          ...{ rule: z.string(), clause: z.string(), when: z.enum(['after', 'none']) },
          why: z.string(),
        }),
      )
      .describe('clauses whose effect comes late on this machine, or not at all'),
    notes: z.array(z.object({ about: z.string(), message: z.string() })),
  })
  .meta({ id: 'EffectivePolicy' });
export type EffectivePolicy = z.infer<typeof effectiveSchema>;
