import { expect, test } from 'vitest';
import { fail, PASS } from '../../tools/guest/case.js';
import { doctorRows } from '../../tools/guest/doctor-rows.js';
import { parsePlayed } from '../../tools/guest/play.js';
import { runOfParts } from '../../tools/guest/run-of-parts.js';
import { renderTable } from '../../tools/guest/table.js';
import { parseVerified, renderVerified } from '../../tools/guest/verified.js';

const leg = { kernel: '6.12', tier: 'lsm' } as const;

test('a case whose line was cut off counts as not played', () => {
  const said = Buffer.from('out\0err\0{"kind":"match"}\0').toString('base64');
  const whole = parsePlayed(`boot\n@@case /s/E1 3 ${said}.\n`);
  expect(whole.get('/s/E1')).toEqual({
    ...{ status: 3, stdout: 'out', stderr: 'err' },
    events: [{ kind: 'match' }],
  });
  expect(parsePlayed(`@@case /s/E1 3 ${said.slice(0, 8)}\n`).size).toBe(0);
});

test('what failed is never summed up as what passed', () => {
  const row = { ...leg, id: 'E1', half: 'stopped-0' } as const;
  const table = renderTable([
    { ...row, result: 'pass' },
    { ...row, result: 'fail', why: 'it went through' },
    { ...row, result: 'not held', why: 'labels do not cross memory' },
  ]);
  expect(table).toContain('ok 1, not held 1, FAILED 1');
  expect(table).toContain('lsm: E1 stopped-0: labels do not cross memory');
});

test('a hook has one line, whichever tier loaded it', () => {
  const costs = [
    parseVerified(leg, 'rein: l_file_open: 90 instructions verified\n'),
    parseVerified(
      { kernel: '6.1', tier: 'fmodret' },
      'rein: m_file_open: 120 instructions verified\nrein: t_exit: 7 instructions verified\n',
    ),
  ];
  expect(renderVerified(costs)).toMatch(/\nfile_open +90 +120\nexit +- +7\n/);
});

test('a limit that only one of `rein doctor` and `rein check` names is a failed row', () => {
  const shared =
    'labels do not cross memory that processes share, message queues, names of files or texts of links';
  const doctor = JSON.stringify({ tier: 'lsm', limits: [{ id: 'shared-memory', says: shared }] });
  const check = (limits: string[]): string =>
    JSON.stringify({ tier: 'lsm', clauses: [{ limits }] });
  const failed = (said: { doctor: string; check: string }): string[] =>
    doctorRows(leg, said, [shared])
      .filter(({ judgement }) => judgement.result === 'fail')
      .map(({ id, half }) => `${id} ${half}`);
  expect(failed({ doctor, check: check([shared]) })).toEqual([]);
  expect(failed({ doctor, check: check([]) })).toEqual(['check names what is not held']);
  expect(failed({ doctor, check: check([shared, 'other']) })).toEqual([
    'check names no more than doctor',
  ]);
  expect(failed({ doctor: 'no JSON', check: check([shared]) })).toContain('doctor takes the tier');
});

test('each part of a run is judged by its own words and events', () => {
  const part = (half: string) => ({
    ...{ id: 'E1', half, script: 'true' },
    judge: ({ stdout, events }: { stdout: string; events: readonly unknown[] }) =>
      stdout === `${half}\n` && events.length === 1 ? PASS : fail(stdout),
  });
  const parts = ['first', 'second', 'third'].map(part);
  const run = runOfParts({ name: 'E1', policy: '', parts, filesIn: () => [] });
  const event = (cwd: string) => ({ kind: 'match', cwd });
  const played = {
    ...{ status: 0, stderr: '', stdout: '@@part p0\nfirst\n@@part p1\nsecond\n' },
    events: [event('/s/E1/D/p0'), event('/s/E1/D/p1/x'), event('/s/E1/D/p10')],
  };
  expect(run.judge(played, 'lsm').map(({ judgement }) => judgement.result)).toEqual([
    'pass',
    'pass',
    'fail',
  ]);
  expect(run.judge(undefined, 'lsm').map(({ judgement }) => judgement.result)).toEqual([
    'fail',
    'fail',
    'fail',
  ]);
});
