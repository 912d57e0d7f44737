import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, it, vi } from 'vitest';

const SIGNALS = fileURLToPath(new URL('../../src/engine/signals.ts', import.meta.url));
const TSX = fileURLToPath(new URL('../../../node_modules/tsx/dist/loader.mjs', import.meta.url));

/** A process that passes its signals on to a child, which says what it got. */
const SCRIPT = `
  import { spawn } from 'node:child_process';
  import { passSignals } from ${JSON.stringify(SIGNALS)};
  const child = spawn('bash', ['-c', \`
    trap 'echo got TERM; exit 3' TERM; trap 'echo got HUP' HUP; trap 'echo got INT' INT
    echo up; while :; do sleep 0.05; done\`], { stdio: ['ignore', 'inherit', 'inherit'] });
  passSignals(() => child.pid);
  child.on('exit', (code) => { process.stdout.write('child ' + code); process.exit(0); });
`;

it('gives signals to the command and outlives them', async () => {
  // A session of its own: no terminal, as under a supervisor, so a SIGINT is passed on too.
  const keeper = spawn(process.execPath, ['--import', TSX, '--input-type=module', '-e', SCRIPT], {
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
  });
  let said = '';
  keeper.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    said += chunk;
  });
  const step = (expected: string) => vi.waitFor(() => expect(said).toContain(expected), 4000);
  const closed = once(keeper, 'close');
  await step('up');
  keeper.kill('SIGHUP');
  await step('got HUP');
  keeper.kill('SIGINT');
  await step('got INT');
  keeper.kill('SIGTERM');
  await step('child 3');
  const [code]: number[] = await closed;
  expect(code).toBe(0);
});
