import * as z from 'zod';

export const healthSchema = z.object({ status: z.literal('ok') }).meta({ id: 'Health' });

export const readinessSchema = z
  .object({
    ready: z.boolean().describe('all that is required is there'),
    degraded: z.boolean().describe('something that is not required is missing'),
    checks: z.array(
      z.object({
        name: z.string(),
        ok: z.boolean(),
        required: z.boolean().describe('without it reind is not ready'),
        detail: z.string().optional(),
      }),
    ),
  })
  .meta({ id: 'Readiness' });
export type Readiness = z.infer<typeof readinessSchema>;

export const initSchema = z
  .object({ schema_version: z.int(), created: z.boolean() })
  .meta({ id: 'Init' });
