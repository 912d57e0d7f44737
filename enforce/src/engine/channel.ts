import type { Socket } from 'node:net';
import { fault } from '../fault.js';
import { createFrameDecoder } from '../frames/decoder.js';
import { decodeMessage, type EngineMessage } from '../frames/message.js';

/**
 * Takes the messages of one read. While the promise it returns is pending nothing more is read:
 * the socket fills, and the engine keeps and counts what it cannot send.
 */
export type TakeMessages = (messages: readonly EngineMessage[]) => Promise<void> | undefined;

export interface Channel {
  send(frame: Uint8Array): void;
  /** Reads no more from now on; only a hand-over may follow. */
  pause(): void;
  /**
   * Stops reading and gives up the stream: `pass` gets the socket, whose descriptor it gives to
   * another process, and the bytes that were read but not taken. Then this end is closed. It all
   * happens in one turn of the event loop, so no byte is read in between.
   */
  handOver(pass: (socket: Socket, unread: Buffer) => void): void;
  close(): void;
}

/** Decodes what comes over a stream from the engine. `onEnd` is called once; why, if it was a fault. */
export function openChannel(
  socket: Socket,
  take: TakeMessages,
  onEnd: (why?: unknown) => void,
): Channel {
  const decoder = createFrameDecoder();
  let open = true;
  let paused = false;

  const end = (why?: unknown): void => {
    if (!open) return;
    open = false;
    socket.destroy();
    onEnd(why);
  };

  socket.on('data', (chunk: Buffer) => {
    try {
      const messages = decoder.push(chunk).map(decodeMessage);
      if (messages.length === 0) return;
      const busy = take(messages);
      if (busy === undefined) return;
      socket.pause();
      busy.then(
        () => {
          if (open && !paused) socket.resume();
        },
        (error: unknown) => end(error),
      );
    } catch (error) {
      end(error);
    }
  });
  socket.on('end', () => {
    const bytes = decoder.rest().length;
    end(bytes > 0 ? fault('frame-cut', { bytes }) : undefined);
  });
  // ECONNRESET and EPIPE: the engine was ended with bytes on the way. Its end is the news, not this.
  socket.on('error', () => end());
  socket.on('close', () => end());

  return {
    send(frame) {
      if (open) socket.write(frame);
    },
    pause() {
      paused = true;
      socket.pause();
    },
    handOver(pass) {
      open = false;
      socket.removeAllListeners('data');
      socket.pause();
      const buffered: unknown = socket.read();
      const unread = Buffer.isBuffer(buffered)
        ? Buffer.concat([decoder.rest(), buffered])
        : decoder.rest();
      pass(socket, unread);
      socket.destroy();
    },
    close: () => end(),
  };
}
