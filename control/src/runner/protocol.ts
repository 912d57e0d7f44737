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

export const STOPS = ['cancel', 'time-out', 'budget'] as const;
/** Why a runner ends its run before the command does. */
export type StopReason = (typeof STOPS)[number];

/** What a runner says to `finish` for a run that ends with its command. */
export const HAS_PROCESS = 'the run ends with its command';

/** How the last of a run's actions leaves it. */
export const OUTCOMES = ['succeed', 'fail', 'deny'] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** A program to be started in the run. */
const spawnAskedSchema = z.object({
  /** Absolute path. */
  program: z.string(),
  /** What it is called, and its arguments. */
  argv: z.array(z.string()),
  cwd: z.string(),
  timeoutMs: z.int().min(1),
  /** Names of rules that need not ask a person about its exec: the daemon, or a person, has answered. */
  granted: z.array(z.string()),
});
export type SpawnAsked = z.infer<typeof spawnAskedSchema>;

const spawnedSchema = z.object({
  status: z.enum(['SUCCEEDED', 'FAILED', 'DENIED', 'TIMED_OUT']),
  exit_code: z.int(),
  reason: z.string().optional(),
  stdout: z.string(),
  stderr: z.string(),
  /** Some of the output is missing. */
  cut: z.boolean().optional(),
});
export type Spawned = z.infer<typeof spawnedSchema>;

/** What a run has met, as its engine told. */
const stateSchema = z.object({ labels: z.array(z.string()), openGates: z.array(z.string()) });

export const requestSchema = z.discriminatedUnion('op', [
  z.object({ op: z.literal('hello'), id: z.int(), key: z.string() }),
  z.object({
    op: z.literal('append'),
    id: z.int(),
    kind: z.string(),
    fields: z.record(z.string(), z.unknown()),
  }),
  z.object({ op: z.literal('stop'), id: z.int(), by: z.string(), reason: z.string() }),
  z.object({ op: z.literal('spawn'), id: z.int(), ...spawnAskedSchema.shape }),
  z.object({ op: z.literal('state'), id: z.int() }),
  z.object({ op: z.literal('read'), id: z.int(), path: z.string() }),
  z.object({ op: z.literal('label'), id: z.int(), path: z.string() }),
  z.object({
    op: z.literal('swap'),
    id: z.int(),
    policy: z.object({ path: z.string(), text: z.string(), digest: z.string(), root: z.string() }),
    reason: z.string(),
  }),
  z.object({ op: z.literal('finish'), id: z.int(), outcome: z.enum(OUTCOMES), reason: z.string() }),
]);
export type RunnerRequest = z.infer<typeof requestSchema>;

export const answerSchema = z.union([
  z.object({
    id: z.int(),
    ok: z.literal(true),
    seq: z.int().optional(),
    spawned: spawnedSchema.optional(),
    state: stateSchema.optional(),
    /** Why a file could not be read or labelled, or a policy swapped. */
    why: z.string().optional(),
  }),
  z.object({ id: z.int(), ok: z.literal(false), why: z.string() }),
]);
export type RunnerAnswer = z.infer<typeof answerSchema>;
