import * as z from 'zod';
import { agentIdSchema, timeSchema, ulidSchema } from './ids.js';
import { PERMISSIONS, REACHES, ROLES, STANDINGS } from './rights.js';

export const roleSchema = z.enum(ROLES).meta({ id: 'Role' });

const labelSchema = z.string().trim().min(1).max(120);

/** Who does what nobody else does: no token may be one of these. */
export const OWN_SUBJECTS: ReadonlySet<string> = new Set(['rein', 'reind', 'bootstrap']);

/** Who owns a token: two tokens of one subject are one person to the four-eyes rule. */
const subjectSchema = z
  .string()
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9@._:+-]{0,127}$/,
    'not a subject: 1 to 128 letters, digits, @._:+-, a letter or digit first',
  )
  .refine((subject) => !OWN_SUBJECTS.has(subject.toLowerCase()), 'that is what reind calls itself');

export const principalTypeSchema = z.enum(['human', 'service_account']);

export const createTokenSchema = z
  .strictObject({
    role: roleSchema,
    label: labelSchema,
    principal_type: principalTypeSchema.default('human'),
    owner_subject: subjectSchema.optional().describe('default: the label made into a subject'),
    agent_id: agentIdSchema
      .optional()
      .describe('only for run_submitter: the token is good for this agent and dies with it'),
    expires_at: timeSchema.optional(),
  })
  .meta({ id: 'CreateToken' });
export type CreateToken = z.infer<typeof createTokenSchema>;

export const rotateTokenSchema = z
  .strictObject({
    label: labelSchema.optional(),
    expires_at: timeSchema.optional(),
    overlap_ms: z
      .int()
      .min(0)
      .max(86_400_000)
      .default(0)
      .describe('how long the old secret goes on working, at most a day'),
  })
  .meta({ id: 'RotateToken' });
export type RotateToken = z.infer<typeof rotateTokenSchema>;

/** A token as listings show it: never its secret, nor the hash of it. */
export const tokenSchema = z
  .object({
    token_id: ulidSchema,
    prefix: z.string().describe('the first characters of the secret, to recognise it by'),
    role: roleSchema,
    label: z.string(),
    principal_type: principalTypeSchema,
    owner_subject: z.string(),
    agent_id: agentIdSchema.optional(),
    created_at: timeSchema,
    created_by: z.string(),
    expires_at: timeSchema.optional(),
    revoked_at: timeSchema.optional(),
    last_used_at: timeSchema.optional(),
    active: z.boolean(),
  })
  .meta({ id: 'Token' });
export type Token = z.infer<typeof tokenSchema>;

export const issuedTokenSchema = tokenSchema
  .extend({ token: z.string().describe('the secret, shown this once') })
  .meta({ id: 'IssuedToken' });
export type IssuedToken = z.infer<typeof issuedTokenSchema>;

export const whoamiSchema = z
  .object({
    subject: z.string(),
    standing: z.enum(STANDINGS),
    token_id: ulidSchema.optional(),
    run_id: ulidSchema.optional(),
    agent_id: agentIdSchema.optional(),
    permissions: z.array(z.object({ permission: z.enum(PERMISSIONS), reach: z.enum(REACHES) })),
  })
  .meta({ id: 'Whoami' });
export type Whoami = z.infer<typeof whoamiSchema>;
