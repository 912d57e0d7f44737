import { setTimeout as sleep } from 'node:timers/promises';
import type { Run } from '@rein/contract/api';
import type { ReinClient } from '@rein/sdk';
import { writeAll } from '../terminal/streams.js';
import { isOver } from './exit-code.js';
import { announceRequests } from './holds.js';

/** Pauses between two looks: short while something comes, longer while nothing does. */
const LOOK_MS = { first: 50, most: 400 } as const;
const FDS = { stdout: 1, stderr: 2 } as const;
export type Stream = keyof typeof FDS;

export interface Following {
  /** What of the run's output is shown; all of it if not given. */
  readonly streams?: readonly Stream[];
  /** Where each stream goes. */
  readonly fds?: Readonly<Record<Stream, number>>;
  /** Ends the looking; the run goes on. */
  readonly signal?: AbortSignal;
}

/** Shows what a run writes and what it waits for, until it is over. */
export async function followRun(
  client: ReinClient,
  id: string,
  { streams = ['stdout', 'stderr'], fds = FDS, signal }: Following = {},
): Promise<Run> {
  const copies = streams.map((stream) => outputOf(client, id, stream, fds[stream]));
  const announce = announceRequests(client, id);
  let pauseMs: number = LOOK_MS.first;
  for (;;) {
    // The state first: what the command wrote before it ended is read after that is known.
    const run = await client.run(id);
    await announce(run);
    let isNews = false;
    for (const copy of copies) isNews = (await copy()) || isNews;
    if (isOver(run) || signal?.aborted === true) return run;
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
