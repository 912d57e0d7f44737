import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { TO_ENGINE } from '@rein/contract';
import { describe, expect, it } from 'vitest';
import { startEngine } from '../../src/engine/start.js';
import type { EngineMessage } from '../../src/frames/message.js';
import { match } from '../event-samples.js';
import { fakeEngine } from '../fake-engine.js';

const READY = `await say(1, { abi: 1, tier: 'supervisor', pid: process.pid, checks: [] });`;
const EMPTY = `await say(5, { counters });`;

/** Starts a fake engine that is told to load and to go; what was heard, and how it ended. */
async function play(script: string, take?: (messages: readonly EngineMessage[]) => Promise<void>) {
  const heard: EngineMessage[] = [];
  const engine = startEngine(
    {
      program: fakeEngine(script),
      runDir: '/nonexistent',
      ask: { waitSeconds: 5 },
      tier: 'supervisor',
      command: ['true', 'x'],
      cwd: '/',
      env: process.env,
    },
    (messages) => {
      heard.push(...messages);
      if (messages.some(({ type }) => type === 'ready')) engine.go();
      return take?.(messages);
    },
  );
  engine.load(Buffer.from('image'));
  return { heard, end: await engine.ended };
}

describe('engine', () => {
  it('goes through the life of a run', async () => {
    const { heard, end } = await play(`
      const image = await next();
      if (image.type !== ${TO_ENGINE.image} || String(image.payload) !== 'image') process.exit(9);
      ${READY}
      if ((await next()).type !== ${TO_ENGINE.go}) process.exit(9);
      await say(2, { pid: 42 });
      await say(3, ${JSON.stringify(match)});
      await say(4, { code: 7, status: 7 });
      await say(3, ${JSON.stringify(match)});
      ${EMPTY}`);
    expect(heard.map(({ type }) => type)).toEqual([
      ...['ready', 'started', 'event', 'exited', 'event', 'empty'],
    ]);
    expect(end).toMatchObject({ state: 'empty', counters: { processes: 1 } });
  });

  it('gets its options as arguments', async () => {
    const { end } = await play(`await say(6, { code: 'x', message: argv.join(' ') });`);
    expect(end).toMatchObject({ state: 'failed' });
    expect(end.state === 'failed' && end.fault.message).toBe(
      `the engine cannot go on: run --fd 3 --run-dir /nonexistent --ask wait=5 --tier supervisor --protect-pid ${process.pid} -- true x`,
    );
  });

  it.each([
    ['killed', `${READY} process.kill(process.pid, 'SIGKILL'); await sleep(5000);`, 'SIGKILL'],
    ['ended without a word', 'process.exit(3)', 'status 3'],
  ])('says how it died: %s', async (_, script, how) => {
    const { end } = await play(script);
    expect(end.state === 'failed' && end.fault.message).toBe(
      `the engine ended (${how}) while processes of the run were alive`,
    );
  });

  it('refuses what does not belong to the state', async () => {
    const { end } = await play(`${READY} ${READY} await sleep(5000);`);
    expect(end.state === 'failed' && end.fault.message).toContain('sent `ready` in state `ready`');
  });

  it('refuses an engine of another version before the command starts', async () => {
    const { end } = await play(`
      await say(1, { abi: 2, tier: 'supervisor', pid: process.pid, checks: [] });
      if ((await next()).type === ${TO_ENGINE.go}) process.exit(9);
      await sleep(5000);`);
    expect(end.state === 'failed' && end.fault.message).toBe(
      'the engine speaks version 2, this program version 1',
    );
  });

  it('refuses frames that are not frames', async () => {
    const { end } = await play(`await raw(1, Buffer.from('no')); await sleep(5000);`);
    expect(end.state === 'failed' && end.fault.message).toContain('it is not JSON');
  });

  it('names a frame that was cut by the end of the engine', async () => {
    const { end } = await play(
      `socket.write(Buffer.from([200, 0, 0, 0, 1, 0, 0, 0, 1, 2])); await sleep(50); process.exit(0);`,
    );
    expect(end.state === 'failed' && end.fault.message).toContain('10 bytes into a frame');
  });

  it('reads no further while a batch is being taken', async () => {
    let busy = 0;
    let busiest = 0;
    const { heard } = await play(
      `${READY} await next(); await next(); await say(2, { pid: 42 });
       for (let i = 0; i < 2000; i++) await say(3, ${JSON.stringify(match)});
       await say(4, { code: 0, status: 0 }); ${EMPTY}`,
      async () => {
        busiest = Math.max(busiest, ++busy);
        await new Promise((resolve) => setTimeout(resolve, 1));
        busy--;
      },
    );
    expect(heard.filter(({ type }) => type === 'event')).toHaveLength(2000);
    expect(busiest).toBe(1);
  });

  it('says that there is no such program', async () => {
    expect(() =>
      startEngine(
        {
          program: '/nonexistent/engine',
          runDir: '/',
          ask: 'deny',
          tier: 'supervisor',
          command: ['true'],
          cwd: '/',
          env: {},
        },
        () => undefined,
      ),
    ).toThrow('the engine `/nonexistent/engine` could not be started');
  });
});

describe('hand-over', () => {
  it('gives the stream to another process without losing a byte', async () => {
    const event = JSON.stringify(match);
    const program = fakeEngine(`
      ${READY} await next(); await next();
      await say(2, { pid: 42 });
      await say(4, { code: 0, status: 0 });
      // A torrent around the hand-over: whole frames, and frames cut anywhere.
      for (let i = 0; i < 3000; i++) await say(3, ${event});
      ${EMPTY}`);
    const reader = `
      import { readFileSync } from 'node:fs';
      import { Socket } from 'node:net';
      let bytes = readFileSync(0);
      const socket = new Socket({ fd: 3 });
      socket.on('data', (chunk) => { bytes = Buffer.concat([bytes, chunk]); });
      socket.on('end', () => {
        let frames = 0;
        for (let at = 0; at < bytes.length; at += 8 + bytes.readUInt32LE(at)) frames++;
        process.stdout.write(String(frames));
      });`;
    let before = 0;
    const output = await new Promise<string>((resolve, reject) => {
      const engine = startEngine(
        {
          ...{ program, runDir: '/', ask: 'deny', tier: 'supervisor', command: ['true'] },
          ...{ cwd: '/', env: process.env },
        },
        (messages) => {
          if (engine.state() === 'ready') engine.go();
          before += messages.filter(({ type }) => type === 'event').length;
          if (before < 500) return undefined;
          engine.handOver((socket, unread) => {
            const child: ChildProcess = spawn(
              process.execPath,
              ['--input-type=module', '-e', reader],
              {
                stdio: ['pipe', 'pipe', 'inherit', socket],
              },
            );
            child.stdin?.end(unread);
            let text = '';
            child.stdout?.on('data', (chunk) => {
              text += String(chunk);
            });
            once(child, 'close').then(() => resolve(text), reject);
          });
          return undefined;
        },
      );
      engine.load(Buffer.from('image'));
    });
    expect(before + Number(output)).toBe(3001);
    expect(Number(output)).toBeGreaterThan(1);
  });
});
