import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** In a run's folder: host names of policies that took the place of its first, a JSON list. */
const NAMES_FILE = 'names';
/** As many as the engine keeps addresses of. */
const NAMES_MAX = 8192;

/** Has the names asked again with those that the run began with: see `followNames`. */
export function addNames(folder: string, names: readonly string[]): void {
  const all = [...new Set([...moreNames(folder), ...names])].slice(0, NAMES_MAX);
  writeFileSync(join(folder, NAMES_FILE), JSON.stringify(all), { mode: 0o600 });
}

/** None where there is no such list, or it cannot be read. */
export function moreNames(folder: string): readonly string[] {
  try {
    const found: unknown = JSON.parse(readFileSync(join(folder, NAMES_FILE), 'utf8'));
    const names = Array.isArray(found) ? found : [];
    return names.filter((name): name is string => typeof name === 'string');
  } catch {
    return [];
  }
}
