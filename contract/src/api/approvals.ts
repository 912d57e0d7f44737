import * as z from 'zod';
import { agentIdSchema, digestSchema, timeSchema, ulidSchema } from './ids.js';
import { pageQuerySchema } from './paging.js';

export const APPROVAL_STATUSES = ['PENDING', 'APPROVED', 'DENIED', 'EXPIRED', 'CANCELLED'] as const;
export const approvalStatusSchema = z.enum(APPROVAL_STATUSES).meta({ id: 'ApprovalStatus' });
export type ApprovalStatus = z.infer<typeof approvalStatusSchema>;

/** Who asks: an operation that the engine holds, or an action that the daemon was asked to perform. */
export const approvalSourceSchema = z.enum(['engine', 'action']);
export type ApprovalSource = z.infer<typeof approvalSourceSchema>;

/** What is asked for. Strings in it are the agent's: shown escaped, never believed. */
export const askedSchema = z
  .object({
    op: z.string().describe('`exec`, `write`, `connect` and so on, or the capability of an action'),
    target: z.string(),
    argv: z.array(z.string()).optional(),
    cwd: z.string().optional(),
    exe: z.string().optional(),
    pid: z.int().optional(),
    labels: z.array(z.string()).optional(),
    rule: z.string().optional(),
    because: z.string().optional(),
    preview: z.string().max(65_536).optional().describe('the diff or bytes to be written'),
  })
  .meta({ id: 'Asked' });
export type Asked = z.infer<typeof askedSchema>;

export const approvalSchema = z
  .object({
    request_id: ulidSchema,
    run_id: ulidSchema,
    agent_id: agentIdSchema,
    source: approvalSourceSchema,
    hold: z.string().optional().describe('what the engine calls it, if it holds it'),
    status: approvalStatusSchema,
    digest: digestSchema.describe('of exactly this action: a grant is good for nothing else'),
    asked: askedSchema,
    requested_by: z.string().describe('who submitted the run'),
    created_at: timeSchema,
    expires_at: timeSchema.describe('without an answer until then it is a denial'),
    due_at: timeSchema.optional().describe('when it becomes overdue'),
    overdue: z.boolean(),
    decided_at: timeSchema.optional(),
    decided_by: z.string().optional(),
    note: z.string().optional().describe('who the decider says it was; not verified'),
    reason: z.string().optional(),
    scope: z.enum(['once', 'run']).optional(),
    used_at: timeSchema.optional().describe('when the grant was used up'),
    delivery: z
      .enum(['none', 'pending', 'delivered', 'failed'])
      .describe('whether the engine has the answer'),
    version: z.int().min(1).describe('also the ETag'),
  })
  .meta({ id: 'Approval' });
export type Approval = z.infer<typeof approvalSchema>;

export const listApprovalsQuerySchema = pageQuerySchema.extend({
  status: approvalStatusSchema.optional(),
  agent_id: agentIdSchema.optional(),
  run_id: ulidSchema.optional(),
});
export type ListApprovalsQuery = z.infer<typeof listApprovalsQuerySchema>;

export const decideSchema = z
  .strictObject({
    reason: z.string().max(1000).optional().describe('reaches the agent'),
    by: z.string().max(120).optional().describe('a note; the decider is whose token it is'),
    scope: z
      .enum(['once', 'run'])
      .default('once')
      .describe('`run`: the same action passes again in this run (actions only)'),
    digest: digestSchema.optional().describe('refused unless it is the digest of what is asked'),
  })
  .meta({ id: 'Decide' });
export type Decide = z.infer<typeof decideSchema>;
