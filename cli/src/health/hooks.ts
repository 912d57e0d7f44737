import { accessSync, constants, existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { reasonOf } from '@rein/enforce';
import { AGENTS, type Agent } from '../hooks/dialects.js';
import { hookFileOf, isHookWired } from '../hooks/wiring.js';
import { discoverPolicy } from '../policy/discover.js';
import type { Finding } from './finding.js';

/**
 * Whether agents hear of decisions through their hooks. Never more than a note: the reason reaches
 * every agent through the refused command's stderr.
 */
export function hookFindings(): Finding[] {
  const project = projectFolder();
  const found = AGENTS.map((agent) => wired(agent, join(project, hookFileOf(agent))));
  const isUsed = found.some(({ state }) => state === 'good');
  return isUsed && !isOnPath('rein')
    ? [
        ...found,
        {
          state: 'note',
          topic: 'rein on PATH',
          detail: 'hooks call `rein`, and PATH has no such program',
          help: 'link cli/bin/rein.js into a folder of PATH',
        },
      ]
    : found;
}

function wired(agent: Agent, path: string): Finding {
  const topic = `${agent} hook`;
  const help = `\`rein init --with-${agent}\` lets it hear of decisions at once`;
  if (!existsSync(path)) return { state: 'note', topic, detail: 'not wired', help };
  try {
    return isHookWired(agent, readFileSync(path, 'utf8'))
      ? { state: 'good', topic, detail: path }
      : { state: 'note', topic, detail: `${path} does not call \`rein hook ${agent}\``, help };
  } catch (error) {
    return { state: 'note', topic, detail: `${path}: ${reasonOf(error)}` };
  }
}

function projectFolder(): string {
  try {
    return discoverPolicy(process.cwd()).root;
  } catch {
    return process.cwd();
  }
}

function isOnPath(name: string): boolean {
  return (process.env.PATH ?? '').split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, name), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}
