import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { isatty } from 'node:tty';
import { say } from './streams.js';

/** A line that a person types and nobody reads on the screen; or all of standard input, from a pipe. */
export async function readSecret(prompt: string): Promise<string> {
  if (!isatty(0)) {
    const chunks: Buffer[] = [];
    for await (const chunk of process.stdin) chunks.push(Buffer.from(chunk));
    return Buffer.concat(chunks).toString('utf8');
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
