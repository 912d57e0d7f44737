import * as z from 'zod';
import { TIERS } from '../verdicts.js';
import { absolutePathSchema } from './agents.js';
import { agentIdSchema, digestSchema, timeSchema, ulidSchema } from './ids.js';
import { pageQuerySchema } from './paging.js';

/** Where a run is; docs/reference/api.md has the picture. */
export const RUN_STATUSES = [
  'QUEUED',
  'RUNNING',
  'WAITING_APPROVAL',
  'SUCCEEDED',
  'FAILED',
  'DENIED',
  'CANCELLED',
  'TIMED_OUT',
] as const;
export const runStatusSchema = z.enum(RUN_STATUSES).meta({ id: 'RunStatus' });
export type RunStatus = z.infer<typeof runStatusSchema>;

/**
 * What a run may use. Past its time, its output or its processes it is ended; past its writes or its
 * connects each further one is refused, and the agent is told. The engine counts all but time and output.
 */
export const budgetsSchema = z
  .strictObject({
    seconds: z.number().positive().max(31_536_000).optional(),
    output_bytes: z.int().min(1).optional().describe('stdout and stderr together'),
    processes: z.int().min(1).max(100_000).optional().describe('alive at the same time'),
    writes: z
      .int()
      .min(1)
      .optional()
      .describe('changes of files let through; an open for writing is one'),
    connects: z.int().min(1).optional().describe('connects, and sends that name where to'),
  })
  .meta({ id: 'Budgets' });
export type Budgets = z.infer<typeof budgetsSchema>;

/** What the submitter says about itself; shown, never believed. */
export const provenanceSchema = z
  .strictObject({
    adapter_name: z.string().max(120).optional(),
    agent_version: z.string().max(120).optional(),
    image_version: z.string().max(200).optional(),
  })
  .meta({ id: 'Provenance' });
export type Provenance = z.infer<typeof provenanceSchema>;

const argumentSchema = z
  .string()
  .max(131_072)
  .regex(/^[^\0]*$/, 'holds a NUL');

export const createRunSchema = z
  .strictObject({
    agent_id: agentIdSchema,
    command: z
      .array(argumentSchema)
      .min(1)
      .max(4096)
      .optional()
      .describe('program and arguments; without it the run has no process and is given actions'),
    actions: z
      .boolean()
      .optional()
      .describe(
        'with a command: it takes actions too, and goes on until it is told that they are done',
      ),
    attached: z
      .boolean()
      .optional()
      .describe(
        'with a command: the caller performs it, on his terminal; over the Unix socket, for the user of reind',
      ),
    cwd: absolutePathSchema.optional().describe('default: the workspace of the agent'),
    env: z
      .record(z.string().regex(/^[A-Za-z_][A-Za-z0-9_]{0,127}$/, 'not a variable'), argumentSchema)
      .optional()
      .describe('beside PATH, HOME, LANG, TERM and TZ, which come from the daemon'),
    budgets: budgetsSchema.optional(),
    provenance: provenanceSchema.optional(),
  })
  .meta({ id: 'CreateRun' });
export type CreateRun = z.infer<typeof createRunSchema>;

export const runSchema = z
  .object({
    run_id: ulidSchema,
    agent_id: agentIdSchema,
    status: runStatusSchema,
    reason: z.string().optional().describe('why it ended so'),
    submitted_by: z.string(),
    command: z.array(z.string()).optional(),
    cwd: z.string(),
    budgets: budgetsSchema,
    provenance: provenanceSchema,
    policy_digest: digestSchema,
    tier: z.enum(TIERS).optional(),
    exit_code: z.int().optional(),
    created_at: timeSchema,
    started_at: timeSchema.optional(),
    ended_at: timeSchema.optional(),
    events: z.int().describe('entries of its ledger that are indexed'),
    pending_approvals: z.int(),
    version: z.int().min(1),
  })
  .meta({ id: 'Run' });
export type Run = z.infer<typeof runSchema>;

export const listRunsQuerySchema = pageQuerySchema.extend({
  status: runStatusSchema.optional(),
  agent_id: agentIdSchema.optional(),
});
export type ListRunsQuery = z.infer<typeof listRunsQuerySchema>;

export const cancelRunSchema = z
  .strictObject({ reason: z.string().max(1000).optional() })
  .meta({ id: 'CancelRun' });

export const swapPolicySchema = z
  .strictObject({
    policy: absolutePathSchema.describe('the policy file; it is read now'),
    reason: z.string().max(900).optional(),
  })
  .meta({ id: 'SwapPolicy' });

export const openGateSchema = z
  .strictObject({
    gate: z.string().min(1).max(64).describe('CLASS of `after approval "CLASS"`'),
    reason: z.string().max(900).optional(),
  })
  .meta({ id: 'OpenGate' });

export const outputQuerySchema = z.strictObject({
  stream: z.enum(['stdout', 'stderr']).default('stdout'),
  offset: z.coerce.number().int().min(0).default(0),
});

export const outputSchema = z
  .object({
    stream: z.enum(['stdout', 'stderr']),
    offset: z.int(),
    next_offset: z.int(),
    data: z.string().describe('base64: what a process writes need not be text'),
    kept: z.boolean().describe('false: a terminal has it, or there is no command that could write'),
    ended: z.boolean(),
  })
  .meta({ id: 'Output' });
export type Output = z.infer<typeof outputSchema>;

export const processNodeSchema = z
  .object({ pid: z.int(), ppid: z.int(), command: z.string(), started: z.string() })
  .meta({ id: 'ProcessNode' });
export type ProcessNode = z.infer<typeof processNodeSchema>;

export const processTreeSchema = z
  .object({ run_id: ulidSchema, processes: z.array(processNodeSchema) })
  .meta({ id: 'ProcessTree' });
