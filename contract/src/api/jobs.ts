import * as z from 'zod';
import { ACTION_ARGS, ACTION_CONTRACT_VERSION, type ActionName } from './actions.js';

function stepOf<Name extends ActionName>(name: Name) {
  return z.strictObject({
    action: z.literal(name),
    args: ACTION_ARGS[name],
    id: z
      .string()
      .regex(/^[A-Za-z][A-Za-z0-9_-]{0,63}$/, 'not an id')
      .optional(),
    on_denied: z.enum(['stop', 'continue']).default('stop'),
  });
}

export const jobStepSchema = z.discriminatedUnion('action', [
  stepOf('fs.read'),
  stepOf('fs.write'),
  stepOf('fs.delete'),
  stepOf('fs.list'),
  stepOf('net.fetch'),
  stepOf('net.connect'),
  stepOf('proc.spawn'),
  stepOf('mcp.call'),
  stepOf('secrets.read'),
]);
export type JobStep = z.infer<typeof jobStepSchema>;

/** A job: actions one after the other, the same ones every time. */
export const jobSchema = z
  .strictObject({
    version: z.literal(1),
    name: z.string().max(120).optional(),
    steps: z.array(jobStepSchema).min(1).max(1000),
  })
  .meta({ id: 'Job', description: 'Actions that are asked for one after the other.' });
export type Job = z.infer<typeof jobSchema>;

function lineOf<Name extends ActionName>(name: Name) {
  return z.strictObject({
    version: z.literal(ACTION_CONTRACT_VERSION).default(ACTION_CONTRACT_VERSION),
    syscall: z.literal(name),
    args: ACTION_ARGS[name],
    id: z
      .string()
      .regex(/^[A-Za-z0-9_-]{1,64}$/, 'not an id')
      .optional()
      .describe('repeated in the answer; asking again under one id is asking once'),
  });
}

/** One line that a wrapper prints: an action it wants done. */
export const actionLineSchema = z
  .discriminatedUnion('syscall', [
    lineOf('fs.read'),
    lineOf('fs.write'),
    lineOf('fs.delete'),
    lineOf('fs.list'),
    lineOf('net.fetch'),
    lineOf('net.connect'),
    lineOf('proc.spawn'),
    lineOf('mcp.call'),
    lineOf('secrets.read'),
  ])
  .meta({ id: 'ActionLine', description: 'One action, as one line of JSON.' });
export type ActionLine = z.infer<typeof actionLineSchema>;
