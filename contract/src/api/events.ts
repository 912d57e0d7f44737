import * as z from 'zod';
import { agentIdSchema, timeSchema, ulidSchema } from './ids.js';
import { pageQuerySchema } from './paging.js';

/** An entry of a ledger as it stands there, with where it stands. */
export const eventSchema = z
  .object({
    run_id: z.string().describe('a run, or `control` for what people did'),
    seq: z.int(),
    time: timeSchema,
    kind: z.string(),
    entry: z
      .record(z.string(), z.unknown())
      .describe(
        'the entry, as it was hashed; where it cannot be read, only `unreadable` with the reason',
      ),
  })
  .meta({ id: 'Event' });
export type Event = z.infer<typeof eventSchema>;

const wordSchema = z
  .string()
  .max(64)
  .regex(/^[A-Za-z0-9_.-]+$/, 'not a word');

export const listEventsQuerySchema = pageQuerySchema.extend({
  run_id: z.union([ulidSchema, z.literal('control')]).optional(),
  agent_id: agentIdSchema.optional(),
  event_type: wordSchema.optional().describe('the kind of the entry'),
  capability: wordSchema.optional(),
  status: wordSchema.optional().describe('the outcome or decision'),
  time_from: z.coerce.number().int().min(0).optional(),
  time_to: z.coerce.number().int().min(0).optional(),
});
export type ListEventsQuery = z.infer<typeof listEventsQuerySchema>;

export const runEventsQuerySchema = z.strictObject({
  limit: z.coerce.number().int().min(1).max(500).default(100),
  after: z.coerce.number().int().min(-1).default(-1).describe('the last `seq` that is known'),
});

export const runEventsSchema = z
  .object({
    items: z.array(eventSchema),
    next_after: z.int().describe('`after` of the next request'),
    ended: z.boolean().describe('the run is over and nothing more will come'),
  })
  .meta({ id: 'RunEvents' });
export type RunEvents = z.infer<typeof runEventsSchema>;

export const integritySchema = z
  .object({
    run_id: z.string(),
    ok: z.boolean(),
    entries: z.int().optional(),
    head: z.string().optional().describe('hash of the last entry'),
    root: z.string().optional().describe('root of the Merkle tree'),
    sealed: z.boolean().optional(),
    signed: z.int().optional().describe('entries that a signature vouches for'),
    finding: z
      .object({ id: z.string(), message: z.string(), help: z.string(), seq: z.int().optional() })
      .optional(),
  })
  .meta({ id: 'Integrity' });
export type Integrity = z.infer<typeof integritySchema>;
