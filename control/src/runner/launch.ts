import { budgetsSchema, provenanceSchema } from '@rein/contract/api';
import * as z from 'zod';

/**
 * What a runner is told on its standard input: everything about one run. Not in its arguments and
 * not in a file, because the environment of the command may hold secrets.
 */
export const launchSchema = z.object({
  run: z.string(),
  agent: z.string(),
  submittedBy: z.string(),
  /** State directory, and folder of the run within it. */
  state: z.string(),
  folder: z.string(),
  command: z.array(z.string()).min(1),
  cwd: z.string(),
  env: z.record(z.string(), z.string()),
  policy: z.object({ path: z.string(), text: z.string(), digest: z.string(), root: z.string() }),
  /** How the capabilities of the policy are held to; `granted` names rules that need not ask again. */
  capabilities: z
    .object({
      mode: z.enum(['observe', 'guard', 'strict']),
      workspace: z.string(),
      granted: z.array(z.string()),
    })
    .optional(),
  /** The engine's program; found beside this package if it is not given. */
  engine: z.string().optional(),
  /** How long a person is asked when the policy does not say. */
  askSeconds: z.int().min(1),
  budgets: budgetsSchema,
  provenance: provenanceSchema,
  /** Sockets and secrets of the daemon that the run must not use. */
  sockets: z.array(z.string()),
  secrets: z.array(z.string()),
  /** What whoever speaks to the runner must know. */
  key: z.string().regex(/^[0-9a-f]{64}$/),
});
export type Launch = z.infer<typeof launchSchema>;
