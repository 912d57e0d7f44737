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
import { readLogin } from './login.js';
import { namedToken } from './token.js';
import { type DaemonOptions, whereIs, wordsOf } from './where.js';

/** `reind`, as one person or service sees it. Its failures are failures of commands. */
export type Daemon = ReinClient;

/** The daemon that options, environment or login name. Throws `no-token`, `daemon-unreachable`. */
export function daemonOf(options: DaemonOptions): Daemon {
  const found = daemonIfAny(options);
  if (found !== undefined) return found;
  const { address } = whereIs(options);
  const { socket } = address;
  // Somebody who never had a daemon is not helped by being asked for a token.
  if (socket !== undefined && !existsSync(socket)) {
    throw cliFault('daemon-unreachable', { address: socket, why: 'there is no socket' });
  }
  const login = readLogin();
  if (login === undefined) throw cliFault('no-token', {});
  const [kept, asked] = [wordsOf(login.address), wordsOf(address)];
  throw cliFault('login-elsewhere', { login: kept, address: asked });
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
  const { address, message: why, cause } = error;
  const name = isAboutTrust(cause) ? 'certificate-not-trusted' : 'daemon-unreachable';
  return cliFault(name, { address, why }, error);
}

const CERTIFICATE = /^(ERR_TLS_CERT|CERT_|UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_)/;

/** Whether somebody answered, and the certificate is what is wrong. */
function isAboutTrust(cause: unknown): boolean {
  const code = cause instanceof Error ? Reflect.get(cause, 'code') : undefined;
  return typeof code === 'string' && CERTIFICATE.test(code);
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
