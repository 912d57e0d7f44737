/** `rein policy swap`, on the tiers that this machine has; the hooks are asked about it in guests. */
import { createHash } from 'node:crypto';
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
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
const refuses = (port: number, host = '127.0.0.1'): string =>
  policy(`rule no-${port}:\n  block connect "${host}:${port}"\n  block connect "127.0.0.1:11"`);
/** The supervisor takes no host name in a swap. */
const others = { observe: refuses(10, 'localhost'), supervisor: refuses(10) };
const line = policy('rule line:\n  block connect "127.0.0.1:9" if lineage-includes exec "true"');
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

function newPlace(tier: keyof typeof others) {
  return createPlace({
    ...{ 'tries.py': TRIES, 'line.yaml': line },
    ...{ 'one.yaml': refuses(9), 'other.yaml': others[tier] },
  });
}

function swaps(tier: 'observe' | 'supervisor'): void {
  it(`puts a live run of ${tier} under another policy, and the record says who did`, async () => {
    const place = newPlace(tier);
    const run = startRein(
      ['run', '--engine', tier, '--policy', 'one.yaml', '--', 'python3', 'tries.py'],
      { cwd: place.project, env: place.env },
    );
    // What both refuse is told once by each.
    const told = (rule: string): string => `connect of 127.0.0.1:11\n  rule: ${rule}\n`;
    await run.see(told('no-9'));
    const refused = await place.rein(['policy', 'swap', 'last', 'line.yaml']);
    expect([refused.code, refused.stderr]).toEqual([5, expect.stringMatching(/CLI035.*lineage/)]);
    const why = ['--reason', 'it asked for too much'];
    const swapped = await place.rein(['policy', 'swap', 'last', 'other.yaml', ...why]);
    expect([swapped.code, swapped.stderr]).toEqual([0, expect.stringContaining('other.yaml')]);
    writeFileSync(place.at('swapped'), '');
    await run.see(told('no-10'));
    writeFileSync(place.at('told'), '');
    expect(await run.ended).toBe(0);
    expect(run.stdout()).toBe('refused 10 refused 9 refused refused ');

    const log = jsonLines((await place.rein(['replay', 'last', '--json'])).stdout);
    const [change, ...more] = log.filter(({ kind }) => kind === 'policy');
    expect(more).toEqual([]);
    expect(change).toMatchObject({
      policy: place.at('other.yaml'),
      policy_digest: sha256(others[tier]),
      before_digest: sha256(refuses(9)),
      by: expect.stringMatching(new RegExp(`^uid ${process.getuid?.()} \\(pid \\d+\\)$`)),
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
}

onObserve('rein policy swap', () => swaps('observe'));
swaps('supervisor');

/** What it has read, and the gate that it has opened, it has under the next policy too. */
const CARRIES = `
reach() { (exec 3<>/dev/udp/127.0.0.1/$1) 2>/dev/null && echo $1 || echo refused; }
read line < secret; reach 9; echo > opened; reach 9; cat third
touch up; until [ -e swapped ]; do sleep 0.05; done
reach 9; reach 10; cat third 2>/dev/null || echo refused`;
const SECRET = `source SECRET = file "secret"
rule no-net:
  block connect "127.0.0.1:9" if SECRET unless after write "opened"`;
const MORE = `source OTHER = file "other"
${SECRET}
rule more:
  block connect "127.0.0.1:10" if OTHER or SECRET
  block read "third" unless after write "never"`;

/** Opens what no policy allows until it is told to end, and what one of them does not. */
const HAMMER = `
import os
tried, denied, went = 0, 0, {"one": 0, "two": 0}
while not os.path.exists("end"):
    for name in ("secret", "one", "two"):
        tried += 1
        try:
            os.close(os.open(name, os.O_RDONLY))
            denied += name == "secret"
            if name in went: went[name] += 1
        except PermissionError:
            pass
    open("turns", "a").write(".")
print(denied, went["one"] > 0, went["two"] > 0, tried > sum(went.values()))
`;
const hammered = (other: string): string =>
  policy(`rule all:\n  block read "secret"\n  block read "${other}"`);
const SWAPS = 6;

it('what a process carries stays on the supervisor when the policy is swapped', async () => {
  const place = createPlace({
    ...{ 'one.yaml': policy(SECRET), 'two.yaml': policy(MORE), 'carries.sh': CARRIES },
    ...{ secret: 'password\n', third: 'three\n' },
  });
  const run = place.rein([
    ...['run', '--engine', 'supervisor', '--policy', 'one.yaml', '--', 'bash', 'carries.sh'],
  ]);
  await vi.waitUntil(() => existsSync(place.at('up')), { timeout: 30_000 });
  expect((await place.rein(['policy', 'swap', 'last', 'two.yaml'])).code).toBe(0);
  writeFileSync(place.at('swapped'), '');
  expect((await run).stdout).toBe('refused\n9\nthree\n9\nrefused\nrefused\n');
});

/** What a process met at its execs counts under a policy that asks about the same programs. */
const MET = [
  'block write "kept" if lineage-includes exec "outer.sh"',
  'block exec "late.sh" if SECRET',
];
const met = (clauses: readonly string[]): string =>
  policy(`source SECRET = file "secret"\nrule met:\n  ${clauses.join('\n  ')}`);
const LATE = `#!/bin/bash
touch up; until [ -e swapped ]; do sleep 0.05; done
bash -c 'echo y > kept' 2>/dev/null || echo refused
read line < secret && echo read || echo refused`;

it('programs that were met on the supervisor stay met when the policy is swapped', async () => {
  const place = createPlace({
    ...{ 'one.yaml': met(MET), 'two.yaml': met(MET.toReversed()) },
    'other.yaml': policy('rule other:\n  block write "kept" if lineage-includes exec "late.sh"'),
    ...{ 'late.sh': LATE, 'outer.sh': '#!/bin/bash\n./late.sh', secret: 'password\n' },
  });
  for (const script of ['late.sh', 'outer.sh']) chmodSync(place.at(script), 0o755);
  const run = place.rein([
    ...['run', '--engine', 'supervisor', '--policy', 'one.yaml', '--', './outer.sh'],
  ]);
  await vi.waitUntil(() => existsSync(place.at('up')), { timeout: 30_000 });
  expect((await place.rein(['policy', 'swap', 'last', 'other.yaml'])).stderr).toMatch(/CLI035/);
  expect((await place.rein(['policy', 'swap', 'last', 'two.yaml'])).code).toBe(0);
  writeFileSync(place.at('swapped'), '');
  expect((await run).stdout).toBe('refused\nrefused\n');
});

it('what every policy refuses never goes through while they are swapped', async () => {
  const place = createPlace({
    ...{ 'one.yaml': hammered('one'), 'two.yaml': hammered('two'), 'hammer.py': HAMMER },
    ...{ secret: '', one: '', two: '' },
  });
  const run = place.rein([
    ...['run', '--engine', 'supervisor', '--policy', 'one.yaml', '--', 'python3', 'hammer.py'],
  ]);
  const turn = async (): Promise<void> => {
    const turns = (): number =>
      existsSync(place.at('turns')) ? readFileSync(place.at('turns')).length : 0;
    const seen = turns();
    await vi.waitUntil(() => turns() > seen + 1, { timeout: 30_000 });
  };
  for (let swap = 0; swap < SWAPS; swap++) {
    await turn();
    const name = swap % 2 === 0 ? 'two.yaml' : 'one.yaml';
    expect((await place.rein(['policy', 'swap', 'last', name])).code).toBe(0);
  }
  writeFileSync(place.at('end'), '');
  expect((await run).stdout).toBe('0 True True True\n');
  const log = jsonLines((await place.rein(['replay', 'last', '--json'])).stdout);
  expect(log.filter(({ kind }) => kind === 'policy')).toHaveLength(SWAPS);
});

it('rein policy swap says what the filter of the run leaves out, and that a run is over', async () => {
  const place = createPlace({
    ...{ 'one.yaml': refuses(9), 'tries.py': TRIES },
    'reads.yaml': policy('rule no-read:\n  block read "secret"'),
  });
  const run = place.rein([
    ...['run', '--engine', 'supervisor', '--policy', 'one.yaml', '--', 'python3', 'tries.py'],
  ]);
  await vi.waitUntil(() => existsSync(place.at('up')), { timeout: 30_000 });
  const swap = ['policy', 'swap', 'last', 'reads.yaml'];
  const refused = await place.rein(swap);
  expect([refused.code, refused.stderr]).toEqual([
    ...[5, expect.stringMatching(/CLI035.*asks nothing about `read`/)],
  ]);
  for (const word of ['swapped', 'told']) writeFileSync(place.at(word), '');
  expect((await run).stdout).toBe('refused 10 refused refused 10 refused ');
  const over = await place.rein(swap);
  expect([over.code, over.stderr]).toEqual([5, expect.stringMatching(/CLI035.*is over/)]);
});
