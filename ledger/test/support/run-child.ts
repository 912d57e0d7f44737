import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';

/** Starts a TypeScript file of this folder as a process of its own. */
export function startChild(
  file: string,
  args: readonly string[],
): ChildProcessByStdio<null, Readable, Readable> {
  const path = fileURLToPath(new URL(file, import.meta.url));
  return spawn(process.execPath, ['--import', 'tsx', path, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/** Runs a child to its end; what it printed. Rejects if it fails. */
export async function runChild(file: string, args: readonly string[]): Promise<string> {
  const child = startChild(file, args);
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors += text;
  });
  const [status] = await once(child, 'close');
  if (status !== 0) throw new Error(`${file} ended with status ${status}: ${errors}`);
  return output;
}
