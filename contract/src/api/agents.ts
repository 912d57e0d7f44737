import * as z from 'zod';
import { agentIdSchema, digestSchema, timeSchema } from './ids.js';

/** A path on the daemon's machine. */
export const absolutePathSchema = z
  .string()
  .max(4095)
  .regex(/^\/[^\0]*$/, 'not an absolute path');

export const agentModeSchema = z
  .enum(['observe', 'guard', 'strict'])
  .describe('how much of the capabilities becomes rules of the engine')
  .meta({ id: 'AgentMode' });

export const createAgentSchema = z
  .strictObject({
    agent_id: agentIdSchema,
    workspace: absolutePathSchema,
    policy: absolutePathSchema.describe('the policy file; it is read now and kept'),
    mode: agentModeSchema.default('guard'),
    description: z.string().max(1000).optional(),
  })
  .meta({ id: 'CreateAgent' });
export type CreateAgent = z.infer<typeof createAgentSchema>;

export const updateAgentSchema = z
  .strictObject({
    workspace: absolutePathSchema.optional(),
    policy: absolutePathSchema.optional().describe('read anew, even if the path is the same'),
    mode: agentModeSchema.optional(),
    description: z.string().max(1000).optional(),
  })
  .meta({ id: 'UpdateAgent' });
export type UpdateAgent = z.infer<typeof updateAgentSchema>;

export const agentSchema = z
  .object({
    agent_id: agentIdSchema,
    workspace: z.string(),
    policy: z.string(),
    policy_digest: digestSchema,
    mode: agentModeSchema,
    description: z.string().optional(),
    created_at: timeSchema,
    created_by: z.string(),
    updated_at: timeSchema,
    version: z.int().min(1).describe('also the ETag'),
  })
  .meta({ id: 'Agent' });
export type Agent = z.infer<typeof agentSchema>;
