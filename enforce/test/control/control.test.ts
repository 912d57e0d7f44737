import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { FROM_ENGINE, TO_ENGINE } from '@rein/contract';
import { describe, expect, it } from 'vitest';
import { approveClass, decideHold, listHolds } from '../../src/control/control.js';
import { createFrameDecoder } from '../../src/frames/decoder.js';
import { encodeFrame } from '../../src/frames/encode.js';
import { hold } from '../event-samples.js';
import { scratch } from '../sockets.js';

/** A control socket that answers every frame with `answer`, and what it was asked. */
async function controlSocket(answer: unknown, folder = scratch()) {
  const asked: { type: number; payload: Buffer }[] = [];
  const server = createServer((socket: Socket) => {
    const decoder = createFrameDecoder();
    socket.on('data', (chunk) => {
      for (const frame of decoder.push(chunk)) {
        asked.push(frame);
        const text = typeof answer === 'string' ? answer : JSON.stringify(answer);
        socket.end(encodeFrame(FROM_ENGINE.reply, Buffer.from(text)));
      }
    });
  });
  process.chdir(folder);
  server.listen('control.sock');
  await once(server, 'listening');
  server.unref();
  return { path: join(folder, 'control.sock'), asked };
}

describe.sequential('control socket', () => {
  it('lists holds', async () => {
    const { path, asked } = await controlSocket({ holds: [hold] });
    expect(await listHolds(path)).toEqual([hold]);
    expect(asked.map(({ type }) => type)).toEqual([TO_ENGINE.list]);
  });

  it('sends decisions and tells what became of them', async () => {
    const yes = await controlSocket({ ok: true });
    expect(await decideHold(yes.path, { id: 7n, approve: true, reason: 'fine' })).toEqual({
      ok: true,
    });
    expect(yes.asked[0]?.type).toBe(TO_ENGINE.decide);
    const no = await controlSocket({ ok: false, code: 'governed', message: 'not from inside' });
    expect(await approveClass(no.path, 'deploy', '')).toEqual({
      ...{ ok: false, code: 'governed', message: 'not from inside' },
    });
    expect(no.asked[0]?.payload.toString()).toBe('deploy\0');
  });

  it('says that a governed process is not let in', async () => {
    const { path } = await controlSocket({ ok: false, code: 'not-allowed', message: 'governed' });
    await expect(listHolds(path)).rejects.toThrow('the run does not let you decide: governed');
  });

  it('reaches a socket whose path is longer than an address', async () => {
    const deep = join(scratch(), 'd'.repeat(120), 'e'.repeat(120));
    mkdirSync(deep, { recursive: true });
    const { path } = await controlSocket({ holds: [] }, deep);
    expect(path.length).toBeGreaterThan(240);
    expect(await listHolds(path)).toEqual([]);
  });

  it('says that the run does not answer', async () => {
    const folder = scratch();
    writeFileSync(join(folder, 'control.sock'), '');
    await expect(listHolds(join(folder, 'control.sock'))).rejects.toThrow('does not answer');
    await expect(listHolds('/nonexistent/x')).rejects.toThrow(
      'does not answer on `/nonexistent/x`',
    );
  });

  it('refuses an answer that is none', async () => {
    const { path } = await controlSocket('{"holds":7}');
    await expect(listHolds(path)).rejects.toThrow('holds is not a list');
  });
});
