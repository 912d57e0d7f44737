import { existsSync } from 'node:fs';
import {
  clientOver,
  createTransport,
  type ReinClient,
  ReinFault,
  type ReinOptions,
  ReinUnreachable,
} from '@rein/sdk';
import { cliFault } from '../fault.js';
import { DaemonFault } from './daemon-fault.js';
import { namedToken } from './token.js';
import { type DaemonOptions, whereIs } from './where.js';

/** `reind`, as one person or service sees it. Its failures are failures of commands. */
export type Daemon = ReinClient;

/** The daemon that options, environment or login name. Throws `no-token`, `daemon-unreachable`. */
export function daemonOf(options: DaemonOptions): Daemon {
  const found = daemonIfAny(options);
  if (found !== undefined) return found;
  const { socket } = whereIs(options).address;
  // Somebody who never had a daemon is not helped by being asked for a token.
  if (socket !== undefined && !existsSync(socket)) {
    throw cliFault('daemon-unreachable', { address: socket, why: 'there is no socket' });
  }
  throw cliFault('no-token', {});
}

/** The same; undefined for somebody who has no token, and so uses no daemon. */
export function daemonIfAny(options: DaemonOptions = {}): Daemon | undefined {
  const { address, login } = whereIs(options);
  const token = namedToken(options.tokenFile) ?? login?.token;
  return token === undefined ? undefined : daemonAt({ ...address, token });
}

export function daemonAt(options: ReinOptions): Daemon {
  const call = createTransport(options);
  return clientOver(async (asked, schema) => {
    try {
      return await call(asked, schema);
    } catch (error) {
      throw inOurWords(error);
    }
  });
}

function inOurWords(error: unknown): unknown {
  if (error instanceof ReinFault) return new DaemonFault(error);
  if (!(error instanceof ReinUnreachable)) return error;
  return cliFault('daemon-unreachable', { address: error.address, why: error.message }, error);
}

/** Whether nobody answered, as opposed to an answer that is no. */
export function isUnreachable(error: unknown): boolean {
  return error instanceof Error && Reflect.get(error, 'code') === 'daemon-unreachable';
}

/**
 * Why a command that can do without the daemon has to: it does not answer, or not to this token.
 * Undefined for anything else, which is a failure.
 */
export function whyAway(error: unknown): string | undefined {
  if (error instanceof DaemonFault || (isUnreachable(error) && error instanceof Error)) {
    return error.message;
  }
  return undefined;
}
