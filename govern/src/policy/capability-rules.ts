import { accessSync, constants, readFileSync, realpathSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import {
  type Capabilities,
  type CapabilityMode,
  lowerCapabilities,
  type Rule,
} from '@rein/language';

/** The place of a run that capabilities are about. */
export interface CapabilitiesOfRun {
  readonly mode: CapabilityMode;
  /** Absolute and resolved. */
  readonly workspace: string;
  /** Program the run is started with, and PATH as the run has it. */
  readonly command: string;
  readonly path: string;
}

/** Name servers of the machine that are read of its configuration. */
const RESOLVERS_MAX = 8;

/** The rules of the engine that the capabilities of a policy come to on this machine. */
export function capabilityRules(
  capabilities: Capabilities | null,
  { mode, workspace, command, path }: CapabilitiesOfRun,
): readonly Rule[] {
  if (capabilities === null) return [];
  const facts = { mode, workspace, programs: programsOf(command, path), resolvers: resolvers() };
  return lowerCapabilities(capabilities, facts).rules;
}

/** Every name that the command has: as PATH finds it, and where links lead. */
function programsOf(command: string, path: string): readonly string[] {
  if (command === '') return [];
  const found = command.includes('/')
    ? [resolve(command)]
    : path
        .split(delimiter)
        .filter((folder) => folder.startsWith('/'))
        .map((folder) => join(folder, command));
  const first = found.find(isThere);
  if (first === undefined) return [];
  return [...new Set([first, realpathSync(first)])];
}

function isThere(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function resolvers(): readonly string[] {
  try {
    const text = readFileSync('/etc/resolv.conf', 'utf8');
    const found = [...text.matchAll(/^nameserver[ \t]+([0-9a-fA-F.:]+)[ \t]*$/gm)];
    return found.slice(0, RESOLVERS_MAX).map(([, address = '']) => address);
  } catch {
    // A machine without one has no name servers to allow.
    return [];
  }
}
