/** Runs the built command as a user would, and reads what it left. */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export const REIN = fileURLToPath(new URL('../../cli/bin/rein.js', import.meta.url));

export interface Result {
  /** Exit code, or 128 + signal number as a shell says it. */
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Options {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string;
  /** Ends the command after this; the test then fails by its exit code. */
  readonly timeoutMs?: number;
}

/** `rein ARGS…`, to its end. */
export function rein(args: readonly string[], options: Options = {}): Promise<Result> {
  return run(process.execPath, [REIN, ...args], options);
}

/** A command that runs while a test goes on. */
export interface Started {
  /** Both streams so far. */
  shown(): string;
  stdout(): string;
  /** Resolves when the text was shown; fails when the command ended without it. */
  see(text: string): Promise<void>;
  kill(signal: NodeJS.Signals): void;
  /** Exit code, or 128 + signal number as a shell says it. */
  readonly ended: Promise<number>;
}

/** `rein ARGS…`, to be looked at while it runs. */
export function startRein(args: readonly string[], { cwd, env }: Options = {}): Started {
  const child = spawn(process.execPath, [REIN, ...args], {
    ...(cwd === undefined ? {} : { cwd }),
    env: { ...process.env, NO_COLOR: '1', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let both = '';
  const watchers = new Set<() => void>();
  const take = (text: string): void => {
    both += text;
    for (const look of watchers) look();
  };
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
    take(text);
  });
  child.stderr.setEncoding('utf8').on('data', take);
  const ended = new Promise<number>((resolve) => {
    child.on('close', (code) => resolve(code ?? 255));
  });
  return {
    shown: () => both,
    stdout: () => stdout,
    kill: (signal) => void child.kill(signal),
    ended,
    see: (text) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          if (!both.includes(text)) return;
          watchers.delete(look);
          resolve();
        };
        watchers.add(look);
        look();
        void ended.then(() => {
          if (!both.includes(text)) reject(new Error(`it ended without \`${text}\`: ${both}`));
        });
      }),
  };
}

/** Any command, to its end. */
export function run(
  file: string,
  args: readonly string[],
  { cwd, env, input = '', timeoutMs = 60_000 }: Options = {},
): Promise<Result> {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, {
      ...(cwd === undefined ? {} : { cwd }),
      env: { ...process.env, NO_COLOR: '1', ...env },
      stdio: ['pipe', 'pipe', 'pipe'],
      timeout: timeoutMs,
    });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    child.on('error', reject);
    child.on('close', (code) => resolve({ code: code ?? 255, stdout, stderr }));
    child.stdin.on('error', () => undefined); // the command may not read its input
    child.stdin.end(input);
  });
}

/** One line of an `--events` file; tests look at few of its fields. */
export interface Line {
  readonly kind: string;
  readonly rule?: string;
  readonly effect?: string;
  readonly outcome?: string;
  readonly op?: string;
  readonly target?: string;
  readonly reason?: string;
  readonly [field: string]: unknown;
}

/** The lines of an `--events` file; none when it was never made. */
export function readEvents(path: string): Line[] {
  if (!existsSync(path)) return [];
  const lines = readFileSync(path, 'utf8').split('\n');
  return lines.filter((line) => line !== '').map((line): Line => JSON.parse(line));
}
