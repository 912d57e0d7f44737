import { setTimeout as sleep } from 'node:timers/promises';
import type { Run } from '@rein/contract/api';
import type { ReinClient } from '@rein/sdk';
import { writeAll } from '../terminal/streams.js';
import { isOver } from './exit-code.js';
import { announceRequests } from './holds.js';

/** Pauses between two looks: short while something comes, longer while nothing does. */
const LOOK_MS = { first: 50, most: 400 } as const;
const FDS = { stdout: 1, stderr: 2 } as const;
type Stream = keyof typeof FDS;

/**
 * Shows what a run writes and what it waits for, until it is over.
 *
 * @param fds where each stream goes
 */
export async function followRun(
  client: ReinClient,
  id: string,
  wanted: readonly Stream[] = ['stdout', 'stderr'],
  fds: Readonly<Record<Stream, number>> = FDS,
): Promise<Run> {
  const streams = wanted.map((stream) => outputOf(client, id, stream, fds[stream]));
  const announce = announceRequests(client, id);
  let pauseMs: number = LOOK_MS.first;
  for (;;) {
    // The state first: what the command wrote before it ended is read after that is known.
    const run = await client.run(id);
    await announce(run);
    let isNews = false;
    for (const copy of streams) isNews = (await copy()) || isNews;
    if (isOver(run)) return run;
    pauseMs = isNews ? LOOK_MS.first : Math.min(LOOK_MS.most, pauseMs * 2);
    await sleep(pauseMs);
  }
}

/** Copies what is there of a stream and was not copied yet; says whether there was something. */
export function outputOf(client: ReinClient, id: string, stream: Stream, fd: number = FDS[stream]) {
  let offset = 0;
  return async (): Promise<boolean> => {
    const from = offset;
    for (;;) {
      const { data, next_offset } = await client.output(id, stream, offset);
      if (next_offset === offset) return offset > from;
      writeAll(fd, Buffer.from(data, 'base64'));
      offset = next_offset;
    }
  };
}
