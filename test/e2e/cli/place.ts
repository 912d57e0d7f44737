import { mkdirSync, mkdtempSync, realpathSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type Options, type Result, rein } from '../rein.js';

/** A folder of its own for one test, with a state directory beside the project. */
export interface Place {
  /** The project: where commands run. */
  readonly project: string;
  readonly state: string;
  readonly env: Readonly<Record<string, string>>;
  /** Absolute path of a file of the project. */
  at(path: string): string;
  write(path: string, text: string): string;
  rein(args: readonly string[], options?: Options): Promise<Result>;
}

export function createPlace(files: Readonly<Record<string, string>> = {}): Place {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'rein-cli-')));
  const project = join(folder, 'project');
  const home = join(folder, 'home');
  mkdirSync(project);
  mkdirSync(home);
  // No XDG_RUNTIME_DIR: the daemon of whoever runs the tests is none of theirs.
  const env = { XDG_STATE_HOME: join(folder, 'state'), HOME: home, XDG_RUNTIME_DIR: '' };
  const write = (path: string, text: string): string => {
    const full = join(project, path);
    mkdirSync(dirname(full), { recursive: true });
    writeFileSync(full, text);
    return full;
  };
  for (const [path, text] of Object.entries(files)) write(path, text);
  return {
    project,
    state: join(folder, 'state', 'rein'),
    env,
    at: (path) => join(project, path),
    write,
    rein: (args, options = {}) =>
      rein(args, { cwd: project, ...options, env: { ...env, ...options.env } }),
  };
}

/** A policy file around rules. */
export function policy(rules: string): string {
  return `version: 1\npolicy: |\n${rules.replace(/^(?=.)/gm, '  ')}\n`;
}

/** The JSON objects of an output, one per line. */
export function jsonLines(text: string): Record<string, unknown>[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line): Record<string, unknown> => JSON.parse(line));
}
