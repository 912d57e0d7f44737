import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { reasonOf, stateDirectory } from '@rein/enforce';
import { createClient, type ReinClient } from '@rein/sdk';
import { cliFault } from '../fault.js';

/** How a command finds `reind`. The token is in a file or the environment: arguments can be seen. */
export interface DaemonOptions {
  readonly socket?: string;
  readonly tokenFile?: string;
}

/** A client for the daemon that the options and the environment name. */
export function daemonOf({ socket, tokenFile }: DaemonOptions): ReinClient {
  const file = tokenFile ?? process.env.REIN_TOKEN_FILE;
  const token = file === undefined ? process.env.REIN_TOKEN : readToken(file);
  if (token === undefined) {
    throw cliFault('bad-option', {
      ...{ option: '--token-file', value: 'nothing' },
      expected: 'name a file with a token, or set REIN_TOKEN_FILE or REIN_TOKEN',
    });
  }
  return createClient({ token, socket: socket ?? process.env.REIN_SOCKET ?? usualSocket() });
}

function readToken(path: string): string {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch (error) {
    const expected = `name a file that can be read (${reasonOf(error)})`;
    throw cliFault('bad-option', { option: '--token-file', value: path, expected }, error);
  }
}

/** Where `reind` listens when nothing else is said. */
function usualSocket(): string {
  const runtime = process.env.XDG_RUNTIME_DIR;
  return runtime?.startsWith('/')
    ? join(runtime, 'rein', 'reind.sock')
    : join(stateDirectory(), 'reind', 'reind.sock');
}
