import { closeSync, constants, openSync } from 'node:fs';
import { connect } from 'node:net';
import { basename, dirname } from 'node:path';
import { FROM_ENGINE, type HoldEvent, TO_ENGINE } from '@rein/contract';
import { fault, reasonOf } from '../fault.js';
import { createFrameDecoder, type Frame } from '../frames/decoder.js';
import { approveFrame, decideFrame, encodeFrame, labelFrame, swapFrame } from '../frames/encode.js';
import { readHold } from '../frames/event.js';
import { boolean, fieldsElement, list, parseFields, ShapeError, text } from '../frames/shape.js';

/** The engine answers from its loop at once; past this it hangs. */
const ANSWER_LIMIT_MS = 5000;

/** What the engine said to a decision. */
export type Answer =
  | { readonly ok: true }
  | { readonly ok: false; readonly code: string; readonly message: string };

/** The operations of a run that wait for a person, oldest first. */
export async function listHolds(socketPath: string): Promise<HoldEvent[]> {
  const reply = await ask(socketPath, encodeFrame(TO_ENGINE.list));
  return readReply(reply, (of) => {
    if (of.ok === false) throw fault('control-refused', { why: text(of, 'message') });
    return list(of, 'holds', (element, path) => readHold(fieldsElement(element, path)));
  });
}

/** A person's answer to one hold. */
export async function decideHold(
  socketPath: string,
  hold: { readonly id: bigint; readonly approve: boolean; readonly reason: string },
): Promise<Answer> {
  return readAnswer(await ask(socketPath, decideFrame(hold.id, hold.approve, hold.reason)));
}

/** A person opens the gates `after approval "CLASS"` of a run. */
export async function approveClass(
  socketPath: string,
  gateClass: string,
  reason: string,
): Promise<Answer> {
  return readAnswer(await ask(socketPath, approveFrame(gateClass, reason)));
}

/** Puts the labels of the run's starter on a file, as if the run had written to it. No rule is asked. */
export async function labelFile(socketPath: string, path: string): Promise<Answer> {
  return readAnswer(await ask(socketPath, labelFrame(path)));
}

/** Names and their addresses (frames of `followNames`), of a policy that is about to come. */
export async function tellNames(socketPath: string, frames: readonly Buffer[]): Promise<void> {
  for (const frame of frames) readAnswer(await ask(socketPath, frame));
}

/** The run goes on under the image that lies in its folder; see `swapPolicy`. */
export async function tellSwap(socketPath: string, path: string, reason: string): Promise<Answer> {
  return readAnswer(await ask(socketPath, swapFrame(path, reason)));
}

/** Ends every process of a run, now. The engine lives until they have ended. */
export async function cancelRun(socketPath: string): Promise<Answer> {
  return readAnswer(await ask(socketPath, encodeFrame(TO_ENGINE.cancel)));
}

function readAnswer(reply: Frame): Answer {
  return readReply(reply, (of) =>
    boolean(of, 'ok')
      ? { ok: true }
      : { ok: false, code: text(of, 'code'), message: text(of, 'message') },
  );
}

function readReply<T>(reply: Frame, read: (of: ReturnType<typeof parseFields>) => T): T {
  if (reply.type !== FROM_ENGINE.reply) throw fault('unknown-frame', { type: reply.type });
  try {
    return read(parseFields(reply.payload.toString('utf8')));
  } catch (error) {
    if (error instanceof ShapeError)
      throw fault('bad-frame', { type: 'reply', why: error.message });
    throw error;
  }
}

/** Sends one frame to a run's control socket and waits for the one that answers it. */
function ask(socketPath: string, frame: Buffer): Promise<Frame> {
  return new Promise((resolve, reject) => {
    // A socket's address holds 107 bytes, a state directory may be deeper: go by its folder.
    let folder: number;
    try {
      folder = openSync(dirname(socketPath), constants.O_RDONLY | constants.O_DIRECTORY);
    } catch (error) {
      reject(fault('control-unreachable', { path: socketPath, why: reasonOf(error) }, error));
      return;
    }
    const socket = connect(`/proc/self/fd/${folder}/${basename(socketPath)}`);
    const decoder = createFrameDecoder();
    const finish = (settle: () => void): void => {
      clearTimeout(timer);
      socket.destroy();
      settle();
    };
    const timer = setTimeout(
      () => finish(() => reject(fault('control-silent', { seconds: ANSWER_LIMIT_MS / 1000 }))),
      ANSWER_LIMIT_MS,
    );
    const unreachable = (why: string, cause?: unknown) =>
      finish(() => reject(fault('control-unreachable', { path: socketPath, why }, cause)));

    socket.on('connect', () => socket.write(frame));
    socket.on('data', (chunk: Buffer) => {
      try {
        const [reply] = decoder.push(chunk);
        if (reply !== undefined) finish(() => resolve(reply));
      } catch (error) {
        finish(() => reject(error));
      }
    });
    socket.on('error', (error) => unreachable(error.message, error));
    socket.on('end', () => unreachable('it closed the connection'));
    socket.on('close', () => closeSync(folder));
  });
}
