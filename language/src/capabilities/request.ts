/** What an agent sends, as an action: the same reading for the daemon and for a dry run. */
import { utf8 } from '../glob/utf8.js';
import type { CapabilityAction } from './action.js';
import { CAPABILITIES, type Capability } from './capability.js';
import { readUrl } from './url.js';

export type ReadAction =
  | { readonly ok: true; readonly action: CapabilityAction; readonly resource: string }
  | { readonly ok: false; readonly why: string };

type Arguments = Readonly<Record<string, unknown>>;

/** Which members an action of a capability has. All but the first are optional. */
export const ACTION_MEMBERS = {
  'fs.read': ['path', 'encoding'],
  'fs.write': ['path', 'content', 'encoding', 'bytes'],
  'fs.delete': ['path'],
  'fs.list': ['path'],
  'net.fetch': ['url', 'method', 'headers', 'body', 'encoding'],
  'net.connect': ['address'],
  'proc.spawn': ['command', 'args', 'cwd', 'timeout_ms', 'resolved'],
  'mcp.call': ['tool', 'arguments'],
  'secrets.read': ['scope'],
} as const satisfies Record<Capability, readonly string[]>;

export function findCapability(name: string): Capability | undefined {
  return CAPABILITIES.find((one) => one === name);
}

/**
 * Reads an action. `resource` stands for the first member (`path`, `url`, `command` and so on) where
 * that is not given. Never throws; an unknown member is a mistake.
 */
export function readAction(name: string, args: Arguments, resource?: string): ReadAction {
  const capability = findCapability(name);
  if (capability === undefined) return no(`there is no capability \`${name.slice(0, 60)}\``);
  const members: readonly string[] = ACTION_MEMBERS[capability];
  const [first = ''] = members;
  const stray = Object.keys(args).find((key) => !members.includes(key));
  if (stray !== undefined) return no(`\`${stray.slice(0, 60)}\` is no member of \`${capability}\``);
  const main = args[first] ?? resource;
  if (typeof main !== 'string' || main === '') return no(`\`${first}\` is missing`);
  const action = actionOf(capability, main, args);
  return typeof action === 'string' ? no(action) : { ok: true, action, resource: main };
}

function actionOf(
  capability: Capability,
  main: string,
  args: Arguments,
): CapabilityAction | string {
  switch (capability) {
    case 'fs.read':
    case 'fs.delete':
    case 'fs.list':
      return { capability, path: main };
    case 'fs.write': {
      const bytes =
        typeof args.bytes === 'number' ? args.bytes : bytesOf(args.content, args.encoding);
      return { capability, path: main, ...(bytes === undefined ? {} : { bytes }) };
    }
    case 'net.fetch': {
      const url = readUrl(main);
      if (!url.ok) return url.why;
      const { scheme, host, port, path } = url;
      const { method = 'GET' } = args;
      if (typeof method !== 'string') return '`method` is no text';
      const bytes = bytesOf(args.body, args.encoding);
      return {
        ...{ capability, scheme, host, port, path, method: method.toUpperCase() },
        ...(bytes === undefined ? {} : { bytes }),
      };
    }
    case 'net.connect': {
      const [, host, port] = /^\[?([^[\]]+?)\]?:([0-9]{1,5})$/.exec(main) ?? [];
      if (host === undefined) return '`address` is not `host:port`';
      return { capability, host, port: Number(port) };
    }
    case 'proc.spawn': {
      const { args: given = [], resolved } = args;
      if (!isTexts(given)) return '`args` is no list of texts';
      return {
        ...{ capability, program: main, args: given },
        ...(typeof resolved === 'string' ? { resolved } : {}),
      };
    }
    case 'mcp.call': {
      const slash = main.indexOf('/');
      if (slash < 0) return '`tool` is not `server/tool`';
      return { capability, server: main.slice(0, slash), tool: main.slice(slash + 1) };
    }
    case 'secrets.read':
      return { capability, scope: main };
    default:
      return capability satisfies never;
  }
}

function bytesOf(content: unknown, encoding: unknown): number | undefined {
  if (typeof content !== 'string') return undefined;
  if (encoding !== 'base64') return utf8(content).length;
  return Math.floor((content.replace(/=+$/, '').length * 3) / 4);
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((one) => typeof one === 'string');
}

function no(why: string): ReadAction {
  return { ok: false, why };
}
