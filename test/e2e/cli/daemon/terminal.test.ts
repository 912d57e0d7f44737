import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { jsonLines } from '../place.js';
import { onTerminal } from '../terminal.js';
import { newDaemonPlace } from './place.js';

const REIN = fileURLToPath(new URL('../../../../cli/bin/rein.js', import.meta.url));

async function newPlace() {
  const place = await newDaemonPlace();
  const env = { ...place.env, REIN_TOKEN_FILE: place.samFile, NO_COLOR: '1' };
  const script = (text: string) => {
    place.write('reports/agent.sh', text);
    const command = `'${process.execPath}' '${REIN}' run researcher -- sh reports/agent.sh`;
    return onTerminal(command, { cwd: place.project, env });
  };
  return { ...place, script };
}

it('a run of an agent has the terminal that it was started on, and the daemon has the run', async () => {
  const place = await newPlace();
  const terminal = place.script(`test -t 0 && test -t 1 && test -t 2 && stty size > /dev/null
read x && echo "read $x, $TERM, token \${REIN_TOKEN_FILE-none}"
echo no > elsewhere
date +asked; exit 4
`);
  terminal.type('hello\r');
  await terminal.see('read hello, xterm, token none');
  await terminal.see('No rule of fs.write allows it.');
  await terminal.see('rein holds exec date +asked');
  const [held] = jsonLines((await place.rein(['approvals', '--json'])).stdout);
  expect((await place.rein(['approve', String(held?.id)])).code).toBe(0);
  expect(await terminal.ended).toBe(4);
  expect(terminal.shown()).toMatch(/^asked\r$/m);
  expect(terminal.shown()).toMatch(/failed · exit code 4/);
  expect((await place.rein(['replay', 'last'])).stdout).toMatch(/by ada/);
  for (const args of [['logs'], ['logs', '-f', 'last']]) {
    const { code, stdout, stderr } = await place.rein(args);
    expect([code, stdout, stderr]).toEqual([4, '', expect.stringContaining('CLI061')]);
    expect(stderr).toMatch(/is not kept\n.*`rein replay .{6}` shows what it did/s);
  }
  expect((await place.rein(['audit', 'verify', 'last'])).stdout).toContain('sealed');
});

it('its keys reach the command, and who cancels it elsewhere ends it', async () => {
  const place = await newPlace();
  const first = place.script(
    'trap "echo got INT; exit 7" INT; echo up; while :; do sleep 0.1; done',
  );
  await first.see('up\r\n');
  first.type('\x03');
  await first.see('got INT');
  expect(await first.ended).toBe(7);
  const second = place.script('echo up; sleep 309; true');
  await second.see('up\r\n');
  expect((await place.rein(['cancel', 'last'])).code).toBe(0);
  expect(await second.ended).toBe(130);
  expect(second.shown()).toContain('cancelled');
});
