import { Socket } from 'node:net';
import { fault, reasonOf } from '../fault.js';
import { protectFrame } from '../frames/encode.js';
import { type Channel, openChannel, type TakeMessages } from './channel.js';
import { isOver, nextState, type RunState } from './life-cycle.js';
import type { RunEnd } from './start.js';

/** A run taken over from the process that started it, after its first process ended. */
export interface AdoptedRun {
  readonly send: Channel['send'];
  readonly ended: Promise<RunEnd>;
}

/**
 * Goes on where another process handed over: `fd` is its end of the socketpair, `unread` what it
 * had read and not taken.
 */
export function adoptEngine(fd: number, unread: Buffer, take: TakeMessages): AdoptedRun {
  let state: RunState = 'root-exited';
  let settle: (end: RunEnd) => void = () => undefined;
  const ended = new Promise<RunEnd>((resolve) => {
    settle = resolve;
  });
  const socket = new Socket({ fd, readable: true, writable: true });
  const channel = openChannel(
    socket,
    (messages) => {
      for (const message of messages) {
        state = nextState(state, message.type);
        if (message.type === 'empty') settle({ state: 'empty', counters: message.counters });
        if (message.type === 'fatal') {
          settle({ state: 'failed', fault: fault('engine-refused', { why: message.message }) });
        }
      }
      return take(messages);
    },
    (why) => {
      if (isOver(state)) return;
      // The engine is no child of this process: how it ended cannot be asked.
      const how = why === undefined ? 'it closed its end' : reasonOf(why);
      settle({ state: 'failed', fault: fault('engine-died', { how }) });
    },
  );
  if (unread.length > 0) socket.unshift(unread);
  channel.send(protectFrame(process.pid));
  return { send: channel.send, ended };
}
