/** `rein policy swap`, on a tier that this machine has; the hooks are asked about it in guests. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { expect, it, vi } from 'vitest';
import { createPlace, jsonLines, policy } from '../cli/place.js';
import { startRein } from '../rein.js';
import { onObserve } from './here.js';

/** Tries three ports, waits until it is told that the policy is another one, and tries again. */
const TRIES = `
import os, socket, time
sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
def tries():
    for port in (9, 10, 11):
        try:
            sock.connect(("127.0.0.1", port)); print(port, end=" ")
        except PermissionError:
            print("refused", end=" ")
tries(); open("up", "w")
while not os.path.exists("swapped"): time.sleep(0.05)
tries()
# It is told while it goes on.
while not os.path.exists("told"): time.sleep(0.05)
`;
const refuses = (port: number): string =>
  policy(`rule no-${port}:\n  block connect "127.0.0.1:${port}"\n  block connect "127.0.0.1:11"`);
const named = policy('rule named:\n  block connect "here.test"');
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

function newPlace() {
  return createPlace({
    ...{ 'tries.py': TRIES, 'named.yaml': named },
    ...{ 'one.yaml': refuses(9), 'other.yaml': refuses(10) },
  });
}

onObserve('rein policy swap', () => {
  it('puts a live run under another policy, and the record says who did', async () => {
    const place = newPlace();
    const run = startRein(
      ['run', '--engine', 'observe', '--policy', 'one.yaml', '--', 'python3', 'tries.py'],
      { cwd: place.project, env: place.env },
    );
    // What both refuse is told once by each.
    const told = (rule: string): string => `connect of 127.0.0.1:11\n  rule: ${rule}\n`;
    await run.see(told('no-9'));
    const refused = await place.rein(['policy', 'swap', 'last', 'named.yaml']);
    expect([refused.code, refused.stderr]).toEqual([5, expect.stringMatching(/CLI035.*host/)]);
    const why = ['--reason', 'it asked for too much'];
    const swapped = await place.rein(['policy', 'swap', 'last', 'other.yaml', ...why]);
    expect([swapped.code, swapped.stderr]).toEqual([0, expect.stringContaining('other.yaml')]);
    writeFileSync(place.at('swapped'), '');
    await run.see(told('no-10'));
    writeFileSync(place.at('told'), '');
    expect(await run.ended).toBe(0);
    expect(run.stdout()).toBe('refused 10 refused 9 refused refused ');

    const log = jsonLines((await place.rein(['replay', 'last', '--json'])).stdout);
    const [change, ...others] = log.filter(({ kind }) => kind === 'policy');
    expect(others).toEqual([]);
    expect(change).toMatchObject({
      policy: place.at('other.yaml'),
      policy_digest: sha256(refuses(10)),
      before_digest: sha256(refuses(9)),
      by: expect.stringMatching(/^uid 0 \(pid \d+\)$/),
      reason: 'it asked for too much',
    });
    const rules = log.flatMap(({ kind, rule }) => (kind === 'match' ? [rule] : []));
    expect(rules).toEqual(['no-9', 'no-9', 'no-10', 'no-10']);
    // What is handed on has the policy that the run was under last, and the record vouches for it.
    const bundle = place.at('run.bundle');
    const made = await place.rein(['audit', 'export', 'last', '--out', bundle]);
    expect([made.code, readFileSync(bundle, 'utf8')]).toEqual([
      0,
      expect.stringContaining('no-10'),
    ]);
  });
});

it('rein policy swap on a tier that cannot, and on a run that is over, says what to do', async () => {
  const place = newPlace();
  const run = place.rein([
    ...['run', '--engine', 'supervisor', '--policy', 'one.yaml', '--', 'python3', 'tries.py'],
  ]);
  await vi.waitUntil(() => existsSync(place.at('up')), { timeout: 30_000 });
  const swap = ['policy', 'swap', 'last', 'other.yaml'];
  const refused = await place.rein(swap);
  expect([refused.code, refused.stderr]).toEqual([5, expect.stringMatching(/CLI035.*this tier/)]);
  for (const word of ['swapped', 'told']) writeFileSync(place.at(word), '');
  expect((await run).stdout).toBe('refused 10 refused refused 10 refused ');
  const over = await place.rein(swap);
  expect([over.code, over.stderr]).toEqual([5, expect.stringMatching(/CLI035.*is over/)]);
});
