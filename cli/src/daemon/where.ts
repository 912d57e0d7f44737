import { join } from 'node:path';
import { stateDirectory } from '@rein/enforce';
import { type Command, Option } from 'commander';
import { cliFault } from '../fault.js';
import { type Login, readLogin } from './login.js';

/** How a command finds `reind`. The token is in a file or the environment: arguments can be seen. */
export interface DaemonOptions {
  readonly socket?: string;
  readonly url?: string;
  readonly tokenFile?: string;
}

/** A Unix socket, or a URL. */
export type Address =
  | { readonly socket: string; readonly url?: undefined }
  | { readonly url: string; readonly socket?: undefined };

/** Gives a command the options that say which `reind` is meant, and as whom. */
export function withDaemonOptions(command: Command): Command {
  const options: [string, string][] = [
    ['--socket <PATH>', 'where it listens; else REIN_SOCKET, the login, or the usual place'],
    ['--url <URL>', 'where it listens, over TCP; else REIN_URL'],
    ['--token-file <FILE>', 'your token; else REIN_TOKEN_FILE, REIN_TOKEN, or the login'],
  ];
  for (const [flags, says] of options) {
    command.addOption(new Option(flags, says).helpGroup('Which reind, and as whom:'));
  }
  return command;
}

/** The address that options, environment or login name, and the login that is for this address. */
export function whereIs({ socket, url }: DaemonOptions): {
  readonly address: Address;
  readonly login: Login | undefined;
} {
  if (socket !== undefined && url !== undefined) {
    throw cliFault('exclusive-options', { one: '--socket', other: '--url' });
  }
  const login = readLogin();
  const named =
    addressFrom(socket, url) ?? addressFrom(process.env.REIN_SOCKET, process.env.REIN_URL);
  const address = named ?? login?.address ?? { socket: usualSocket() };
  // A token is never sent to another place than the one it was kept for.
  return {
    address,
    login: login !== undefined && isSame(login.address, address) ? login : undefined,
  };
}

function addressFrom(socket: string | undefined, url: string | undefined): Address | undefined {
  if (socket !== undefined && socket !== '') return { socket };
  return url === undefined || url === '' ? undefined : { url: safeUrl(url) };
}

const LOOPBACK = new Set(['localhost', '[::1]']);

/** Tokens do not cross a network in the clear. */
function safeUrl(value: string): string {
  const url = URL.canParse(value) ? new URL(value) : undefined;
  const isLoopback =
    url !== undefined && (LOOPBACK.has(url.hostname) || /^127\.\d+\.\d+\.\d+$/.test(url.hostname));
  if (url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopback)) return url.origin;
  const expected = 'give `https://HOST:PORT`, or `http://` on this machine';
  throw cliFault('bad-option', { option: '--url', value, expected });
}

export function isSame(a: Address, b: Address): boolean {
  return a.socket === b.socket && a.url === b.url;
}

export function wordsOf(address: Address): string {
  return address.socket ?? address.url;
}

/** What the daemon of this user keeps, beside the records of runs. */
export function daemonFolder(): string {
  return join(stateDirectory(), 'reind');
}

/** Where `reind` listens when nothing else is said. */
export function usualSocket(): string {
  const runtime = process.env.XDG_RUNTIME_DIR;
  return runtime?.startsWith('/')
    ? join(runtime, 'rein', 'reind.sock')
    : join(daemonFolder(), 'reind.sock');
}
