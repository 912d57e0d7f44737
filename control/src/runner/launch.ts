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
  /** Empty: the run has no command, and is there for the programs of its actions. */
  command: z.array(z.string()),
  /** The run takes actions: it goes on behind its command until it is told that they are done. */
  actions: z.boolean(),
  /** The record has begun: the run had no process until now. */
  continues: z.boolean(),
  cwd: z.string(),
  env: z.record(z.string(), z.string()),
  policy: z.object({ path: z.string(), text: z.string(), digest: z.string(), root: z.string() }),
  /** How the capabilities of the policy are held to. */
  capabilities: z
    .object({
      mode: z.enum(['observe', 'guard', 'strict']),
      workspace: z.string(),
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
