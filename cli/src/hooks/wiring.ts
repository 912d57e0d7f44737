import { join } from 'node:path';
import type { Agent } from './dialects.js';

/** Where an agent's hooks are configured in a project, and which of its events get one. */
interface Wiring {
  readonly file: string;
  readonly events: readonly string[];
  readonly matcher: string;
  /** How the agent is started in a run, and what a person should know of it. */
  readonly start: string;
  readonly know?: string;
}

const WIRING = {
  // The local settings: whether rein is installed is a matter of the machine, not of the team.
  claude: {
    file: join('.claude', 'settings.local.json'),
    events: ['PostToolUse', 'PostToolUseFailure'],
    matcher: '*',
    start: 'rein run -- claude',
  },
  codex: {
    file: join('.codex', 'hooks.json'),
    events: ['PostToolUse'],
    matcher: '.*',
    start: 'rein run -- codex -s danger-full-access',
    know: 'the run is its sandbox: its own needs namespaces. It asks you to trust the hook, once',
  },
} as const satisfies Record<Agent, Wiring>;

/** How an agent is started, and what is to know about it. */
export const startOf = (agent: Agent): Pick<Wiring, 'start' | 'know'> => WIRING[agent];

/** Path of an agent's hook configuration, relative to the project. */
export const hookFileOf = (agent: Agent): string => WIRING[agent].file;

export const hookCommandOf = (agent: Agent): string => `rein hook ${agent}`;

type Json = Record<string, unknown>;

/**
 * The configuration with rein's hook in it. Everything that was there stays, in its order; when the
 * hook is there already the same text comes back. Throws with a reason when the text is not a
 * configuration: a file that cannot be understood is not rewritten.
 */
export function wireHook(agent: Agent, text: string | undefined): string {
  const settings = text === undefined || text.trim() === '' ? {} : parse(text);
  const missing = WIRING[agent].events.filter((event) => !isWired(settings, event, agent));
  if (missing.length === 0 && text !== undefined) return text;
  const hooks = memberOf(settings, 'hooks');
  const added = Object.fromEntries(
    missing.map((event) => [event, [...listOf(hooks, event), entryFor(agent)]]),
  );
  return `${JSON.stringify({ ...settings, hooks: { ...hooks, ...added } }, null, 2)}\n`;
}

/** Whether a configuration calls rein's hook on every event where it should. */
export function isHookWired(agent: Agent, text: string): boolean {
  try {
    const settings = parse(text);
    return WIRING[agent].events.every((event) => isWired(settings, event, agent));
  } catch {
    return false;
  }
}

function entryFor(agent: Agent): Json {
  const { matcher } = WIRING[agent];
  return { matcher, hooks: [{ type: 'command', command: hookCommandOf(agent), timeout: 10 }] };
}

function isWired(settings: Json, event: string, agent: Agent): boolean {
  return listOf(memberOf(settings, 'hooks'), event).some((entry) =>
    listOf(isObject(entry) ? entry : {}, 'hooks').some(
      (hook) => isObject(hook) && callsUs(hook.command, agent),
    ),
  );
}

/** `rein hook claude` by any path: `npx rein hook claude`, `/opt/rein/bin/rein hook claude`. */
function callsUs(command: unknown, agent: Agent): boolean {
  return typeof command === 'string' && command.trim().endsWith(hookCommandOf(agent));
}

function parse(text: string): Json {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Error('it is not JSON');
  }
  if (!isObject(value)) throw new Error('it is not an object');
  return value;
}

function memberOf(of: Json, name: string): Json {
  const value = of[name];
  if (value === undefined) return {};
  if (!isObject(value)) throw new Error(`${name} is not an object`);
  return value;
}

function listOf(of: Json, name: string): unknown[] {
  const value = of[name];
  if (value === undefined) return [];
  if (!Array.isArray(value)) throw new Error(`${name} is not a list`);
  return value;
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
