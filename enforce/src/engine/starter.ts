import type { Socket } from 'node:net';
import { constants } from 'node:os';
import { FROM_STARTER, TO_STARTER } from '@rein/contract';
import { fault } from '../fault.js';
import { createFrameDecoder, type Frame } from '../frames/decoder.js';
import { encodeFrame } from '../frames/encode.js';

/** A program to be started in the run. */
export interface StarterOrder {
  /** Absolute path of its file; `argv[0]` is what it is called. */
  readonly program: string;
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  /** Hears of its process before that executes the program. */
  readonly onMade: (pid: number) => void;
  readonly onOutput: (stream: 'stdout' | 'stderr', bytes: Buffer) => void;
}

/** How it ended: by itself, by a signal, or never having been executed. */
export type StarterEnd =
  | { readonly how: 'exited'; readonly code: number }
  | { readonly how: 'signalled'; readonly signal: number; readonly code: number }
  | { readonly how: 'not-executed'; readonly why: string };

export interface Ordered {
  readonly ended: Promise<StarterEnd>;
  /** Ends it and what is still in its session's first group. */
  end(): void;
}

/** The run's starter, on the other side of a socket. What it says is in the run's reach. */
export interface Starter {
  /** Throws `starter-gone` if the run has none any more; `ended` may reject with the same. */
  start(order: StarterOrder): Ordered;
  /** Reads a file, so that its labels are the starter's: why it could not, if so. Throws `starter-gone`. */
  read(path: string): Promise<string | undefined>;
  /** Reads what the command has printed, so that its labels are the starter's. Throws `starter-gone`. */
  learn(): Promise<void>;
  /** No more orders: it ends, and what it has started goes on without it. */
  close(): void;
}

interface Waiting {
  /** Absent: nothing is started. */
  readonly order?: StarterOrder;
  readonly resolve: (end: StarterEnd) => void;
  readonly reject: (error: Error) => void;
}

export function openStarter(socket: Socket): Starter {
  const waiting = new Map<number, Waiting>();
  const decoder = createFrameDecoder();
  let last = 0;
  let open = true;

  const gone = (): void => {
    open = false;
    socket.destroy();
    for (const { reject } of waiting.values()) reject(fault('starter-gone', {}));
    waiting.clear();
  };
  const send = (type: number, id: number, rest: Uint8Array = new Uint8Array()): void => {
    if (open) socket.write(encodeFrame(type, Buffer.concat([numberOf(id), rest])));
  };

  const take = ({ type, payload }: Frame): void => {
    const id = payload.readUInt32LE(0);
    const rest = payload.subarray(4);
    const known = waiting.get(id);
    if (known === undefined) return;
    const { order, resolve } = known;
    const settle = (end: StarterEnd): void => {
      waiting.delete(id);
      resolve(end);
    };
    if (type === FROM_STARTER.made) {
      order?.onMade(rest.readInt32LE(0));
      send(TO_STARTER.go, id);
    } else if (type === FROM_STARTER.out) order?.onOutput('stdout', rest);
    else if (type === FROM_STARTER.err) order?.onOutput('stderr', rest);
    else if (type === FROM_STARTER.ended) settle(endOf(rest.readInt32LE(0)));
    else if (type === FROM_STARTER.failed) {
      settle({ how: 'not-executed', why: errorName(rest.readInt32LE(0)) });
    }
  };
  socket.on('data', (chunk: Buffer) => {
    try {
      for (const frame of decoder.push(chunk)) take(frame);
    } catch {
      // No frames, or too short: somebody in the run meddled with it.
      gone();
    }
  });
  socket.on('error', gone);
  socket.on('close', gone);

  const ask = (type: number, payload: Uint8Array, order?: StarterOrder): Ordered => {
    if (!open) throw fault('starter-gone', {});
    last += 1;
    const id = last;
    const ended = new Promise<StarterEnd>((resolve, reject) => {
      waiting.set(id, { ...(order === undefined ? {} : { order }), resolve, reject });
    });
    send(type, id, payload);
    return { ended, end: () => send(TO_STARTER.end, id) };
  };

  return {
    start: (order) => ask(TO_STARTER.start, startPayload(order), order),
    async read(path) {
      const end = await ask(TO_STARTER.read, Buffer.from(`${path}\0`)).ended;
      return end.how === 'not-executed' ? end.why : undefined;
    },
    async learn() {
      await ask(TO_STARTER.learn, new Uint8Array()).ended;
    },
    close() {
      open = false;
      socket.end();
    },
  };
}

/** u32 words of argv, u32 of the environment, then all words with a NUL behind each. */
function startPayload({ program, argv, env, cwd }: StarterOrder): Buffer {
  const words = Object.entries(env).map(([name, value]) => `${name}=${value}`);
  const text = [cwd, program, ...argv, ...words].map((word) => `${word}\0`).join('');
  return Buffer.concat([numberOf(argv.length), numberOf(words.length), Buffer.from(text, 'utf8')]);
}

function numberOf(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

/** A status as wait(2) has it. */
function endOf(status: number): StarterEnd {
  const signal = status & 0x7f;
  return signal === 0
    ? { how: 'exited', code: (status >> 8) & 0xff }
    : { how: 'signalled', signal, code: 128 + signal };
}

function errorName(errno: number): string {
  const found = Object.entries(constants.errno).find(([, value]) => value === errno);
  return found?.[0] ?? `errno ${errno}`;
}
