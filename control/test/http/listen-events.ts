import { request } from 'node:http';
import type { TestDaemon } from './daemon.js';

interface Sent {
  readonly id?: string;
  readonly event: string;
  readonly data: string;
}

/** Reads a stream of events until the server ends it. */
export function listen(
  { socket, adminToken }: Pick<TestDaemon, 'socket' | 'adminToken'>,
  path: string,
  lastEventId?: string,
) {
  const sent: Sent[] = [];
  const ended = new Promise<void>((resolve, reject) => {
    const asked = request({
      ...{ socketPath: socket, path },
      headers: {
        authorization: `Bearer ${adminToken}`,
        accept: 'text/event-stream',
        ...(lastEventId === undefined ? {} : { 'last-event-id': lastEventId }),
      },
    });
    asked.on('response', (response) => {
      let text = '';
      response.on('data', (chunk: Buffer) => {
        text += chunk.toString();
        const blocks = text.split('\n\n');
        text = blocks.pop() ?? '';
        for (const block of blocks) {
          const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(block)?.[1];
          const id = field('id');
          sent.push({
            ...(id === undefined ? {} : { id }),
            ...{ event: field('event') ?? '', data: field('data') ?? '' },
          });
        }
      });
      response.on('end', resolve);
    });
    asked.on('error', reject);
    asked.end();
  });
  return { sent, ended };
}
