import { expect, it } from 'vitest';
import { REIN, startRein } from '../../rein.js';
import { jsonLines, policy } from '../place.js';
import { onTerminal } from '../terminal.js';
import { newDaemonPlace, pidOf } from './place.js';

const LOCAL = policy('rule ask-true:\n  ask exec "true"\n  because "x"');

/** One thing that waits here, and one at the daemon. */
async function two() {
  const place = await newDaemonPlace('approvals: { sla_seconds: 1 }\n', { 'local.yaml': LOCAL });
  const run = ['run', '--policy', 'local.yaml', '--ask', 'wait=5m', '--', 'sh', '-c', 'env true'];
  const here = startRein(run, { cwd: place.project, env: place.env });
  await here.see('rein holds exec');
  const there = place.startAsSam(['run', 'researcher', '--', 'date', '+there']);
  await there.see('rein holds exec date');
  const list = async () => {
    const { stdout } = await place.rein(['approvals', '--json']);
    return jsonLines(stdout).map(({ id, source, rule }) => ({ id: String(id), source, rule }));
  };
  return { place, here, there, list };
}

it('is one: what waits here and what waits at the daemon, each decided by the same words', async () => {
  const { place, here, there, list } = await two();
  const found = await list();
  expect(found).toMatchObject([
    { source: 'here', rule: 'ask-true' },
    { source: 'daemon', rule: 'ask-date' },
  ]);
  const [first, second] = found;
  for (const [agent, ids] of [
    ['researcher', [second?.id]],
    ['nobody', []],
  ] as const) {
    const { stdout } = await place.rein(['approvals', '--agent', agent, '--json']);
    expect(jsonLines(stdout).map(({ id }) => id)).toEqual(ids);
  }
  expect((await place.rein(['approvals', first?.id ?? ''])).stdout).toMatch(/lineage +sh/);
  const tree = (await place.rein(['ps', '--tree'])).stdout;
  expect(tree).toMatch(/\(here\) · running .*\n└─ \d+ sh$/m);
  expect((await place.rein(['deny', first?.id ?? '', '--reason', 'no'])).code).toBe(0);
  expect((await place.rein(['approve', second?.id ?? ''])).code).toBe(0);
  expect([await here.ended, await there.ended]).toEqual([126, 0]);
  expect(await list()).toEqual([]);
});

it('keeps what was decided: by state, one of them whole, and runs by theirs', async () => {
  const place = await newDaemonPlace();
  const ask = async (word: string) => {
    const asking = place.startAsSam(['run', 'researcher', '--', 'date', `+${word}`]);
    await asking.see('rein holds exec date');
    const { stdout } = await place.rein(['approvals', '--json']);
    return { asking, id: String(jsonLines(stdout)[0]?.id) };
  };
  const of = async (command: string, ...more: string[]) =>
    (await place.rein([command, '--status', ...more])).stdout;
  const first = await ask('first');
  expect(await of('ps', 'waiting-approval')).toContain('date +first');
  expect(await of('ps', 'running')).not.toContain('date');
  await place.rein(['approve', first.id, '--reason', 'go on']);
  expect(await first.asking.ended).toBe(0);
  const second = await ask('second');
  await place.rein(['deny', second.id]);
  expect(await second.asking.ended).toBe(126);
  expect(await of('approvals', 'approved')).toMatch(
    new RegExp(`${first.id} +approved .*researcher .*ada .*exec date \\+first “go on”\n$`),
  );
  expect(jsonLines(await of('approvals', 'denied', '--json'))).toMatchObject([
    { id: second.id, status: 'denied', answer: { by: 'ada' }, argv: ['date', '+second'] },
  ]);
  expect(jsonLines(await of('approvals', 'all', '--json'))).toHaveLength(2);
  expect(await of('approvals', 'approved', first.id)).toMatch(
    /time +approved · by ada · .* ago · “go on”/,
  );
  expect(await of('ps', 'succeeded')).toContain('date +first');
  const again = await place.rein(['deny', first.id]);
  expect([again.code, again.stderr]).toEqual([4, expect.stringContaining('CLI037')]);
  expect(again.stderr).toMatch(/does not wait any more: approved · by ada · .* ago · “go on”/);
  const none = await place.rein(['approvals', '--status', 'expired']);
  expect([none.stdout, none.stderr]).toEqual(['', 'no request of the daemon is expired\n']);
  expect((await place.rein(['approvals', second.id, '--status', 'approved'])).code).toBe(4);
  expect((await place.rein(['approvals', '--status', 'lost'])).code).toBe(2);
});

it('without the daemon shows what it can, and is no way around who may decide', async () => {
  const { place, here, there, list } = await two();
  process.kill(pidOf(place), 'SIGKILL');
  const { stderr } = await place.rein(['approvals']);
  expect(stderr).toContain('incomplete');
  const found = await list();
  expect(found.map(({ rule }) => rule)).toEqual(['ask-true', 'ask-date']);
  const past = await place.rein(['approve', found[1]?.id ?? '']);
  expect([past.code, past.stderr]).toEqual([5, expect.stringContaining('CLI034')]);
  expect(past.stderr).toContain('`rein daemon start`');
  expect(past.stderr).toContain('is denied when it expires');
  expect((await place.rein(['approve', found[0]?.id ?? ''])).code).toBe(0);
  expect(await here.ended).toBe(0);
  await place.rein(['daemon', 'start']);
  expect((await place.rein(['approve', found[1]?.id ?? ''])).code).toBe(0);
  expect(await there.ended).toBe(0);
});

it('is worked in on a terminal: moved in, denied with a reason, approved, left', async () => {
  const { place, here, there, list } = await two();
  const screen = onTerminal(
    `stty rows 24 cols 100; '${process.execPath}' '${REIN}' approvals --watch`,
    {
      cwd: place.project,
      env: { ...place.env, NO_COLOR: '1' },
    },
  );
  await screen.see('2 waiting');
  await screen.see('ada (admin)');
  await screen.see('overdue');
  screen.type('d');
  await screen.see('deny ');
  screen.type('not today\r');
  await screen.see('denied: exec');
  expect(await here.ended).toBe(126);
  expect(here.shown()).toContain('not today');
  // Nothing has taken its place: without a choice nothing is approved.
  screen.type('a');
  await screen.see('choose something first');
  expect(await list()).toHaveLength(1);
  // Nor by a line that is pasted.
  screen.type('j');
  await screen.see('exec       date +there');
  screen.type('\x1b[200~a\rq\r\x1b[201~');
  await screen.see('what is pasted is no command');
  expect(await list()).toHaveLength(1);
  screen.type('a');
  await screen.see('approve ');
  screen.type('\r');
  await screen.see('approved: exec date +there');
  expect(await there.ended).toBe(0);
  await screen.see('nothing waits');
  screen.type('q');
  expect(await screen.ended).toBe(0);
  // The terminal is as it was: the other screen is left, the cursor is back.
  expect(screen.shown()).toContain('\x1b[?1049l');
  expect(screen.shown()).toContain('\x1b[?25h');
});
