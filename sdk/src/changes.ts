import { approvalStatusSchema, runStatusSchema } from '@rein/contract/api';
import * as z from 'zod';
import { type Reached, reach, readText } from './reach.js';
import { addressOf, faultOf } from './transport.js';

const owner = { submittedBy: z.string(), agentId: z.string(), runId: z.string() };

/**
 * That something changed; what it is now is read from its own address. `open`: from here on nothing
 * is missed. `overrun`: something was, so read everything again.
 */
const changeSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('open') }),
  z.object({ kind: z.literal('beat') }),
  z.object({ kind: z.literal('overrun') }),
  z.object({ kind: z.literal('run'), status: runStatusSchema, ...owner }),
  z.object({
    ...{ kind: z.literal('approval'), requestId: z.string(), status: approvalStatusSchema },
    ...owner,
  }),
  z.object({ kind: z.literal('event'), seq: z.number(), ...owner }),
]);
export type Change = z.infer<typeof changeSchema>;

/** Characters of one event: they only say that something changed. */
const EVENT_CHARS_MAX = 64 * 1024;

/**
 * What changes, as it changes, until `signal` or the end of the connection. Throws `ReinFault`,
 * `ReinUnreachable`.
 */
export async function* changesOf(to: Reached, signal?: AbortSignal): AsyncGenerator<Change> {
  const response = await reach(to, {
    ...{ method: 'GET', path: '/v1/events/stream', signal },
    headers: { accept: 'text/event-stream' },
  });
  if (response.statusCode !== 200) {
    throw faultOf(JSON.parse(await readText(response, addressOf(to))), to);
  }
  let rest = '';
  try {
    for await (const chunk of response.setEncoding('utf8')) {
      const blocks = (rest + String(chunk)).split('\n\n');
      rest = blocks.pop() ?? '';
      if (rest.length > EVENT_CHARS_MAX) throw new Error('an event is too long');
      for (const block of blocks) {
        const change = readChange(block);
        if (change !== undefined) yield change;
      }
    }
  } catch (error) {
    if (signal?.aborted !== true) throw error;
  } finally {
    response.destroy();
  }
}

/** A block of lines `field: value`; undefined for one of a kind that came with a later `reind`. */
function readChange(block: string): Change | undefined {
  const field = (name: string): string =>
    block
      .split('\n')
      .filter((line) => line.startsWith(`${name}:`))
      .map((line) => line.slice(name.length + 1).trim())
      .join('\n');
  const data: unknown = JSON.parse(field('data') || '{}');
  const parsed = changeSchema.safeParse({ ...Object(data), kind: field('event') });
  return parsed.success ? parsed.data : undefined;
}
