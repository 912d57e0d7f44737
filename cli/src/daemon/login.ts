import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { openStateDirectory, reasonOf, stateDirectory } from '@rein/enforce';
import { cliFault } from '../fault.js';
import type { Address } from './where.js';

/** What `rein login` keeps. */
export interface Login {
  readonly address: Address;
  readonly token: string;
}

const PRIVATE = 0o600;

/**
 * The file of the login: in the folder of the daemon, which no run of the daemon may read, whether or
 * not a daemon runs on this machine.
 */
export function loginFile(state = stateDirectory()): string {
  return join(state, 'reind', 'login.json');
}

/** The login of this user, if there is one that can be read. */
export function readLogin(): Login | undefined {
  // Not for what an agent starts: a rule refuses it, and would tell the agent about each attempt.
  if (process.env.REIN_RUN_ID !== undefined) return undefined;
  try {
    const value: unknown = JSON.parse(readFileSync(loginFile(), 'utf8'));
    const of = (name: string): unknown => Reflect.get(Object(value), name);
    const [token, socket, url] = [of('token'), of('socket'), of('url')];
    if (typeof token !== 'string') return undefined;
    if (typeof socket === 'string') return { token, address: { socket } };
    return typeof url === 'string' ? { token, address: { url } } : undefined;
  } catch {
    // None, or not ours to read: a command that needs one says so.
    return undefined;
  }
}

/** Keeps a login, so that only this user can read it. Throws `file-not-written`. */
export function keepLogin({ address, token }: Login): string {
  const path = loginFile(openStateDirectory());
  const fresh = `${path}.${process.pid}`;
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    writeFileSync(fresh, `${JSON.stringify({ ...address, token })}\n`, {
      mode: PRIVATE,
      flag: 'wx',
    });
    renameSync(fresh, path);
  } catch (error) {
    rmSync(fresh, { force: true });
    throw cliFault('file-not-written', { path, why: reasonOf(error) }, error);
  }
  return path;
}

/** Forgets the login; says whether there was one. */
export function forgetLogin(): boolean {
  const had = readLogin() !== undefined;
  rmSync(loginFile(), { force: true });
  return had;
}
