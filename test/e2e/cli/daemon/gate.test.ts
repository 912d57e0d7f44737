import { writeFileSync } from 'node:fs';
import { expect, it, vi } from 'vitest';
import { REIN } from '../../rein.js';
import { jsonLines } from '../place.js';
import { newDaemonPlace } from './place.js';

const GATED = `version: 1
policy: |
  rule clock:
    block exec "date" unless after approval "clock"
    because "A person opens the clock."
`;

/** Tries, waits for a file, and tries again. */
const patient = (command = 'date +now'): string[] => [
  ...['--', 'sh', '-c'],
  `${command}; echo "first $?"; until [ -e go ]; do sleep 0.1; done; date +now; echo "then $?"`,
];

const gate = ['approve', '--gate', 'clock', '--run', 'last'];

it('a gate of the daemon’s runs is opened by whoever may decide about them, and by nobody else', async () => {
  const place = await newDaemonPlace('{}', { 'rein.yaml': GATED });
  const run = place.startAsSam(['run', 'researcher', ...patient()]);
  await run.see('first 126');
  const asSam = await place.asSam(gate);
  expect([asSam.code, asSam.stderr]).toEqual([5, expect.stringContaining('approvals:decide')]);
  const other = await place.rein(['approve', '--gate', 'door', '--run', 'last']);
  expect([other.code, other.stderr]).toEqual([1, expect.stringContaining('CTL055')]);

  // Its absence is no way around who may decide.
  await place.rein(['daemon', 'stop']);
  expect((await place.rein(gate)).code).toBe(6);
  await place.rein(['daemon', 'start']);
  const opened = await place.rein([...gate, '--reason', 'it is time']);
  expect([opened.code, opened.stderr]).toEqual([
    0,
    expect.stringMatching(/^approved clock for run/),
  ]);
  writeFileSync(place.at('go'), '');
  expect(await run.ended).toBe(0);
  expect(run.stdout()).toBe('first 126\nnow\nthen 0\n');
  // It is kept at once, and in the ledger after the next round of the daemon.
  const noted = async () =>
    jsonLines((await place.rein(['audit', 'events', 'control', '--json'])).stdout);
  await vi.waitFor(
    async () =>
      expect(await noted()).toContainEqual(
        expect.objectContaining({
          ...{ kind: 'run-gate-opened', by: 'ada', gate: 'clock', reason: 'it is time' },
        }),
      ),
    { timeout: 20_000, interval: 200 },
  );
  expect((await place.rein(gate)).stderr).toContain('is over (SUCCEEDED)');
});

it('nobody opens the gates of his own run, and a run not its own', async () => {
  const place = await newDaemonPlace('{}', { 'rein.yaml': GATED });
  const inside = `'${process.execPath}' '${REIN}' ${gate.join(' ')}; echo "inside $?"; date +now`;
  const run = place.startAsSam(['run', 'researcher', ...patient(inside)]);
  await run.see('first 126');
  expect(run.stdout()).toContain('inside 5\n');
  await place.rein(['cancel', 'last']);
  await run.ended;
  await place.rein(['run', 'researcher', '--detach', ...patient()]);
  const own = await place.rein(gate);
  expect([own.code, own.stderr]).toEqual([5, expect.stringContaining('CTL062')]);
});
