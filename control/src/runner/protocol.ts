import * as z from 'zod';

/**
 * What the daemon and a runner say to each other, over a Unix socket in the run's folder: one JSON
 * object a line, each request with a number that its answer repeats.
 */
export const RUNNER_SOCKET = 'runner.sock';
/** Where the daemon keeps the key that it gave the runner, to find the runner again. */
export const RUNNER_KEY = 'key.runner';
/** Where the command writes, beside the record. */
export const OUTPUT_FILES = { stdout: 'stdout', stderr: 'stderr' } as const;
export const RUNNER_LOG = 'runner.log';

export const STOPS = ['cancel', 'time-out', 'budget'] as const;
/** Why a runner ends its run before the command does. */
export type StopReason = (typeof STOPS)[number];

export const requestSchema = z.discriminatedUnion('op', [
  z.object({ op: z.literal('hello'), id: z.int(), key: z.string() }),
  z.object({
    op: z.literal('append'),
    id: z.int(),
    kind: z.string(),
    fields: z.record(z.string(), z.unknown()),
  }),
  z.object({ op: z.literal('stop'), id: z.int(), by: z.string(), reason: z.string() }),
]);
export type RunnerRequest = z.infer<typeof requestSchema>;

export const answerSchema = z.union([
  z.object({ id: z.int(), ok: z.literal(true), seq: z.int().optional() }),
  z.object({ id: z.int(), ok: z.literal(false), why: z.string() }),
]);
export type RunnerAnswer = z.infer<typeof answerSchema>;
