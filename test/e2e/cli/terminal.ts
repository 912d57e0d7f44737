import { spawn } from 'node:child_process';

/** A command on a terminal of its own (util-linux `script`). */
export interface Terminal {
  /** All that was shown so far. */
  shown(): string;
  type(keys: string): void;
  /** Resolves when the text is on the screen. */
  see(text: string): Promise<void>;
  /** Exit code of the command. */
  readonly ended: Promise<number>;
}

const LOOK_EVERY_MS = 20;

export function onTerminal(
  command: string,
  { cwd, env }: { readonly cwd: string; readonly env: Readonly<Record<string, string>> },
): Terminal {
  const child = spawn('script', ['-qefc', command, '/dev/null'], {
    cwd,
    env: { ...process.env, TERM: 'xterm', ...env },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  let shown = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    shown += text;
  });
  const ended = new Promise<number>((resolve) => {
    child.on('close', (code) => resolve(code ?? 255));
  });
  return {
    shown: () => shown,
    type: (keys) => child.stdin.write(keys),
    see: (text) =>
      new Promise((resolve) => {
        const timer = setInterval(() => {
          if (!shown.includes(text)) return;
          clearInterval(timer);
          resolve();
        }, LOOK_EVERY_MS);
      }),
    ended,
  };
}
