import { join } from 'node:path';
import { stateDirectory } from '@rein/enforce';

/** Where the daemon keeps what it keeps, all below the state directory. */
export interface Places {
  readonly state: string;
  readonly daemon: string;
  readonly store: string;
  readonly record: string;
  readonly bootstrapToken: string;
}

export function placesIn(state: string): Places {
  const daemon = join(state, 'reind');
  return {
    state,
    daemon,
    store: join(daemon, 'store.db'),
    record: join(daemon, 'record'),
    bootstrapToken: join(daemon, 'bootstrap-token'),
  };
}

/**
 * The socket that clients try when nothing else is said: below `XDG_RUNTIME_DIR`, which is private
 * and gone after a reboot, else beside the state. Never in /tmp, where anybody can be first.
 */
export function defaultSocket(env: NodeJS.ProcessEnv = process.env): string {
  const runtime = env.XDG_RUNTIME_DIR;
  return runtime?.startsWith('/')
    ? join(runtime, 'rein', 'reind.sock')
    : join(placesIn(stateDirectory(env)).daemon, 'reind.sock');
}
