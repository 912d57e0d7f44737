import { FROM_ENGINE } from '@rein/contract';
import { expect, it } from 'vitest';
import { adoptEngine } from '../../src/engine/adopt.js';
import { encodeFrame } from '../../src/frames/encode.js';
import type { EngineMessage } from '../../src/frames/message.js';
import { match } from '../event-samples.js';
import { socketPair } from '../sockets.js';

const json = (type: number, value: unknown) =>
  encodeFrame(type, Buffer.from(JSON.stringify(value)));
const counters = {
  ...{ decisions: 1, matches: 2, held: 0, events_lost: 0 },
  ...{ feedback_unwritten: 0, continued: 0, labels_dropped: 0, processes: 1 },
};

it('goes on in the middle of a frame', async () => {
  const pair = await socketPair();
  const stream = Buffer.concat([
    json(FROM_ENGINE.event, match),
    json(FROM_ENGINE.event, { ...match, target: '/second' }),
    json(FROM_ENGINE.empty, { counters }),
  ]);
  const heard: EngineMessage[] = [];
  const run = adoptEngine(pair.fd, stream.subarray(0, 100), (messages) => {
    heard.push(...messages);
    return undefined;
  });
  pair.far.write(stream.subarray(100));
  expect(await run.ended).toEqual({ state: 'empty', counters });
  expect(heard.map((message) => message.type)).toEqual(['event', 'event', 'empty']);
});

it('says that the engine closed its end', async () => {
  const pair = await socketPair();
  const run = adoptEngine(pair.fd, Buffer.alloc(0), () => undefined);
  pair.far.destroy();
  const end = await run.ended;
  expect(end.state === 'failed' && end.fault.code).toBe('engine-died');
});
