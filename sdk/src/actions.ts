import { randomUUID } from 'node:crypto';
import type { ActionArgs, ActionName, ActionView } from '@rein/contract/api';
import type { ReinClient } from './client.js';
import { ActionDenied, ActionFailed } from './fault.js';
import { settle } from './settle.js';

type Rest<Name extends ActionName, Main extends string> = Omit<ActionArgs<Name>, Main>;

export interface Entry {
  readonly name: string;
  readonly kind: 'file' | 'folder' | 'link' | 'other';
}

export interface Spawned {
  readonly exit_code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Fetched {
  readonly url: string;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/**
 * Actions as function calls. A call that a person has to allow is a promise that takes its time. It
 * throws `ActionDenied` when it is not allowed, `ActionFailed` when it could not be done.
 */
export interface Rein {
  readonly fs: {
    read(path: string): Promise<string>;
    write(path: string, content: string | Uint8Array): Promise<void>;
    delete(path: string): Promise<void>;
    list(path?: string): Promise<readonly Entry[]>;
  };
  readonly net: {
    fetch(url: string, rest?: Rest<'net.fetch', 'url'>): Promise<Fetched>;
  };
  readonly proc: {
    spawn(
      command: string,
      args?: readonly string[],
      rest?: Rest<'proc.spawn', 'command' | 'args'>,
    ): Promise<Spawned>;
  };
  readonly mcp: {
    call(tool: string, args?: Record<string, unknown>): Promise<Record<string, unknown>>;
  };
  readonly secrets: { read(scope: string): Promise<string> };
  /** Any action, with all that is known of what came of it; throws for none of that. */
  act<Name extends ActionName>(capability: Name, args: ActionArgs<Name>): Promise<ActionView>;
}

/** The actions of one run. */
export function createRein(client: ReinClient, run: string, signal?: AbortSignal): Rein {
  const act: Rein['act'] = async (capability, args) =>
    // Under a key: if the answer is lost on the way, asking again does nothing twice.
    settle(client, await client.submit(run, capability, args, randomUUID()), signal);

  const done = async <Name extends ActionName>(
    capability: Name,
    args: ActionArgs<Name>,
  ): Promise<Record<string, unknown>> => {
    const { status, resource, reason, rule, result } = await act(capability, args);
    // Where it was granted while nobody waited, and then pushed out by later ones, nobody has it.
    if (status === 'done' && result === undefined) throw new ActionFailed(GONE);
    if (status === 'done') return result ?? {};
    if (status === 'denied') throw new ActionDenied(capability, resource, reason, rule);
    throw new ActionFailed(reason);
  };
  const text = (value: unknown): string => (typeof value === 'string' ? value : '');
  const number = (value: unknown): number => (typeof value === 'number' ? value : -1);

  return {
    act,
    fs: {
      read: async (path) => text((await done('fs.read', { path })).content),
      async write(path, content) {
        if (typeof content === 'string') await done('fs.write', { path, content });
        else {
          const encoded = Buffer.from(content).toString('base64');
          await done('fs.write', { path, content: encoded, encoding: 'base64' });
        }
      },
      async delete(path) {
        await done('fs.delete', { path });
      },
      list: async (path = '.') => entriesOf((await done('fs.list', { path })).entries),
    },
    net: {
      async fetch(url, rest = {}) {
        const found = await done('net.fetch', { url, ...rest });
        const { status, body, headers } = found;
        return {
          ...{ url: text(found.url), status: number(status), body: text(body) },
          headers: Object.fromEntries(
            Object.entries(Object(headers)).map(([name, value]) => [name, String(value)]),
          ),
        };
      },
    },
    proc: {
      async spawn(command, args = [], rest = {}) {
        const asked = { command, args: [...args], ...rest };
        const { exit_code, stdout, stderr } = await done('proc.spawn', asked);
        return {
          exit_code: number(exit_code),
          ...{ stdout: text(stdout), stderr: text(stderr) },
        };
      },
    },
    mcp: { call: (tool, args = {}) => done('mcp.call', { tool, arguments: args }) },
    secrets: { read: async (scope) => text((await done('secrets.read', { scope })).value) },
  };
}

const GONE = 'it was done, and its result is not kept any more; ask for it again';

const KINDS = ['file', 'folder', 'link', 'other'] as const;

function entriesOf(value: unknown): readonly Entry[] {
  if (!Array.isArray(value)) return [];
  return value.map((entry) => {
    const kind = KINDS.find((one) => one === Reflect.get(Object(entry), 'kind')) ?? 'other';
    return { name: String(Reflect.get(Object(entry), 'name')), kind };
  });
}
