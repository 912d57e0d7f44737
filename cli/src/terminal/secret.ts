import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { isatty } from 'node:tty';
import { readUpTo } from '../read-up-to.js';
import { say } from './streams.js';

const STDIN = 0;

/** A line that a person types and nobody reads on the screen; or all of standard input, from a pipe. */
export async function readSecret(prompt: string, bytesMax: number): Promise<string> {
  if (!isatty(STDIN)) {
    return readUpTo(STDIN, bytesMax).toString('utf8');
  }
  say(prompt);
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: process.stdin, output: nowhere, terminal: true });
  try {
    return await new Promise((done) => {
      lines.once('line', done);
      lines.once('close', () => done(''));
      lines.once('SIGINT', () => lines.close());
    });
  } finally {
    lines.close();
    say('\n');
  }
}
