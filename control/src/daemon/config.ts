import { readFileSync } from 'node:fs';
import { flawTexts } from '@rein/contract/api';
import { parse } from 'yaml';
import * as z from 'zod';
import { fault, reasonOf } from '../fault.js';
import { isLoopback } from '../http/loopback.js';
import { LIMITS } from '../limits.js';
import { WEBHOOK_EVENTS } from '../webhooks/webhooks.js';

const path = z.string().regex(/^\/[^\0]*$/, 'not an absolute path');

/** Whether what is sent there is read by nobody in between. */
function isGuarded(url: string): boolean {
  if (!URL.canParse(url)) return true; // which is another fault
  const { protocol, hostname } = new URL(url);
  return protocol === 'https:' || isLoopback(hostname.replace(/^\[|\]$/g, ''));
}

const guardedUrl = z
  .url({ protocol: /^https?$/ })
  .refine(isGuarded, 'not https, and not an address of this machine');

const sinkSchema = z.strictObject({
  name: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]{0,63}$/)
    .describe(
      'by this reind knows how far the receiver is: another name starts from the beginning',
    ),
  url: guardedUrl,
  format: z
    .enum(['rein', 'ocsf'])
    .default('rein')
    .describe('the lines of the record as they are, or events of the OCSF with them inside'),
  authorization_file: path.optional().describe('what the Authorization header says'),
  secret_file: path.optional().describe('what signs the deliveries, as with webhooks'),
  ca_file: path.optional().describe('PEM: who the receiver’s certificate must be from'),
  required: z
    .boolean()
    .default(false)
    .describe('while it fails reind is not ready, instead of degraded; nothing waits for it'),
});

/** What can be configured. Unknown members are errors: a misspelt limit is no limit. */
export const configSchema = z
  .strictObject({
    socket: path
      .optional()
      .describe('Unix socket; its folder must be private to the daemon’s user'),
    listen: z
      .strictObject({
        host: z.string().default('127.0.0.1').describe('an address, not a name'),
        port: z.int().min(0).max(65_535).default(8787),
        tls: z
          .strictObject({ cert: path, key: path })
          .optional()
          .describe('PEM files; needed for every address that is not loopback'),
      })
      .optional()
      .describe('TCP beside the socket; off unless it is set'),
    engine: path.optional().describe('the program of the engine; the built one if not set'),
    runs: z
      .strictObject({
        max: z
          .int()
          .min(1)
          .max(10_000)
          .default(LIMITS.runs)
          .describe('runs with a process at once'),
      })
      .prefault({}),
    approvals: z
      .strictObject({
        wait_seconds: z
          .int()
          .min(1)
          .max(604_800)
          .default(3600)
          .describe('how long a hold waits where the policy does not say; then it is a denial'),
        sla_seconds: z.int().min(1).optional().describe('after this a request is overdue'),
        on_restart: z
          .enum(['keep', 'deny'])
          .default('keep')
          .describe('what becomes of holds when the daemon starts: they wait on, or are denied'),
      })
      .prefault({}),
    webhooks: z
      .array(
        z.strictObject({
          url: guardedUrl,
          secret_file: path.describe('what signs the deliveries: the bytes of this file, trimmed'),
          events: z.array(z.enum(WEBHOOK_EVENTS)).default([...WEBHOOK_EVENTS]),
        }),
      )
      .max(32)
      .default([]),
    sinks: z
      .array(sinkSchema)
      .max(8)
      .refine((all) => new Set(all.map(({ name }) => name)).size === all.length, 'a name twice')
      .default([])
      .describe('who gets everything that is recorded, as lines of JSON over HTTP'),
    log: z
      .strictObject({
        level: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']).default('info'),
      })
      .prefault({}),
  })
  .meta({ id: 'reind', title: 'reind', description: 'Configuration of the daemon of Rein.' });
export type Config = z.infer<typeof configSchema>;

/** Reads the configuration; the defaults if there is no file. Throws `bad-config`. */
export function readConfig(file: string | undefined): Config {
  if (file === undefined) return configSchema.parse({});
  let value: unknown;
  try {
    value = parse(readFileSync(file, 'utf8')) ?? {};
  } catch (error) {
    // The parser adds the line that it does not understand, with a mark below it.
    const [why = ''] = reasonOf(error).split(':\n');
    throw fault('bad-config', { path: file, why }, error);
  }
  const parsed = configSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw fault('bad-config', { path: file, why: flawTexts(parsed.error) });
}

/** The published JSON Schema of the configuration file. */
export function configJsonSchema(): object {
  return z.toJSONSchema(configSchema, { io: 'input' });
}
