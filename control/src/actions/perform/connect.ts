import { connect } from 'node:net';
import { type ActionOutcome, Failure } from '../outcome.js';

const CONNECT_MS = 10_000;

/** Finds out whether somebody answers at an address that was judged, and hangs up. */
export function connectOnce(address: string, port: number): Promise<ActionOutcome> {
  return new Promise((done, fail) => {
    const socket = connect({ host: address, port, timeout: CONNECT_MS });
    const end = (finish: () => void): void => {
      socket.destroy();
      finish();
    };
    socket.once('connect', () =>
      end(() => done({ status: 'done', result: { address, port }, summary: { address, port } })),
    );
    socket.once('timeout', () => end(() => fail(new Failure('nobody answers'))));
    socket.once('error', (error) =>
      end(() => fail(new Failure(`no connection: ${error.message}`))),
    );
  });
}
