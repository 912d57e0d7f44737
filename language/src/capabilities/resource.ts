/** What an action is about, as patterns see it. */
import { hostName } from '../endpoint/matches.js';
import { utf8 } from '../glob/utf8.js';
import type { CapabilityAction, ConnectAction, FetchAction, SpawnAction } from './action.js';
import { readAddress } from './address-text.js';
import { CAPABILITY_LIMITS } from './capability.js';
import { readWorkspacePath } from './workspace-path.js';

export type Resource =
  | {
      readonly ok: true;
      /** What every rule is asked about. */
      readonly text: string;
      /** What only rules that refuse are asked about: what it turned out to be. */
      readonly others: readonly string[];
      readonly address?: Addresses;
    }
  /** No rule could allow it. */
  | { readonly ok: false; readonly why: string };

export interface Addresses {
  readonly port: number;
  /** The host where it is written as an address. */
  readonly literal: readonly Uint8Array[];
  /** With those that its name led to. */
  readonly all: readonly Uint8Array[];
}

export function resourceOf(action: CapabilityAction): Resource {
  switch (action.capability) {
    case 'fs.read':
    case 'fs.write':
    case 'fs.delete':
    case 'fs.list': {
      const path = readWorkspacePath(action.path);
      // The workspace itself is `.`, so that a pattern can name it.
      return path.ok ? plain(path.segments.join('/') || '.') : path;
    }
    case 'net.fetch':
    case 'net.connect':
      return hostResource(action);
    case 'proc.spawn':
      return programResource(action);
    case 'mcp.call':
      if (!isWord(action.server) || !isWord(action.tool)) return no('a server or tool has no `/`');
      return plain(`${action.server}/${action.tool}`);
    case 'secrets.read':
      return plain(action.scope);
    default:
      return action satisfies never;
  }
}

function hostResource({ host, port, addresses = [] }: FetchAction | ConnectAction): Resource {
  const name = hostName(host);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) return no(`${port} is no port`);
  if (name === '' || name.length > 253) return no('a host name has 1 to 253 characters');
  const literal = readAddress(name);
  if (literal === null && !/^[a-z0-9_.-]+$/.test(name)) return no('the host is no name or address');
  const led = addresses.map(readAddress);
  if (led.includes(null)) return no('the name leads to something that is no address');
  const own = literal === null ? [] : [literal];
  const all = [...own, ...led.filter((one) => one !== null)];
  return { ok: true, text: name, others: [], address: { port, literal: own, all } };
}

function programResource({ program, args, resolved }: SpawnAction): Resource {
  const { args: argsMax, argBytes } = CAPABILITY_LIMITS;
  if (args.length > argsMax) return no(`more than ${argsMax} arguments`);
  if (args.reduce((sum, arg) => sum + utf8(arg).length, 0) > argBytes) {
    return no(`the arguments have more than ${argBytes} bytes`);
  }
  if ([program, ...args].some((one) => one.includes('\0'))) return no('an argument holds a NUL');
  const others = resolved === undefined ? [] : [resolved];
  if (!program.includes('/')) return plain(program, others);
  if (program.startsWith('/')) {
    // Rules see the one spelling of a path.
    const segments = program.split('/').filter((one) => one !== '' && one !== '.');
    if (segments.includes('..')) return no('the program’s path has `..`');
    return plain(`/${segments.join('/')}`, others);
  }
  const path = readWorkspacePath(program);
  return path.ok ? plain(`./${path.segments.join('/')}`, others) : path;
}

function plain(text: string, others: readonly string[] = []): Resource {
  if (text === '') return no('nothing is named');
  if (text.includes('\0') || /\p{Cs}/u.test(text)) return no('the name is not plain UTF-8 text');
  const max = CAPABILITY_LIMITS.resourceBytes;
  return utf8(text).length > max
    ? no(`the name has more than ${max} bytes`)
    : { ok: true, text, others };
}

function isWord(text: string): boolean {
  return text !== '' && !text.includes('/');
}

function no(why: string): Resource {
  return { ok: false, why };
}
