/** The policy of a run is swapped while it goes on, by the frame that only a front end in C sends yet. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { compile } from '../../../tools/guest/compile.js';
import { root } from '../../../tools/repository/architecture.js';
import { onObserve } from './here.js';

const SWAPS = 50;
const build = join(root, 'kernel', 'build');

/** Connects until it is told to end; what both policies refuse must never go through. */
const HAMMER = `
import os, socket, sys
ended, found = sys.argv[1], {9: 0, 10: 0, 11: 0}
sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
while not (os.path.exists(ended) and os.path.getsize(ended)):
    for port in found:
        try:
            sock.connect(("127.0.0.1", port))
            found[port] += 1
        except PermissionError:
            pass
print(found[9], found[10] > 0, found[11] > 0)
`;

/** Refuses port 9 and one more. */
const rules = (other: number): string =>
  `rule one:\n  block connect "127.0.0.1:${other}"\n  because "one"\nrule both:\n  block connect "127.0.0.1:9"\n  because "both"`;

onObserve('swapping the policy on the observe tier', () => {
  it('leaves no moment without one', () => {
    const made = spawnSync('make', ['-s', '-C', join(root, 'kernel'), '-f', 'bpf.mk', 'bench']);
    expect(made.status).toBe(0);
    const folder = mkdtempSync(join(tmpdir(), 'rein-swap-'));
    const at = (name: string): string => join(folder, name);
    for (const port of [10, 11]) writeFileSync(at(`${port}.img`), compile(rules(port), folder));
    writeFileSync(at('hammer.py'), HAMMER);
    const drive = [
      ...[join(build, 'bpf/rein-drive'), join(build, 'rein-engine'), 'observe', at('10.img')],
      ...['--events', at('events'), '--swap', at('11.img'), String(SWAPS)],
      ...['--', 'python3', at('hammer.py'), at('events.swaps')],
    ];
    const [program = '', ...args] = drive;
    const run = spawnSync(program, args, { encoding: 'utf8' });
    // The port of one policy alone was let through by the other, so each was in force.
    expect(run.stdout).toBe('0 True True\n');
    expect(readFileSync(at('events.swaps'), 'utf8')).toBe(`{"swaps":${SWAPS}}\n`);
  });
});
