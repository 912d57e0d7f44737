/** Real work: a loop of git status, a build of 200 C files, and what a run and a check cost to start. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { governed, type Place, pairs, REIN, run, wallMs } from './bench.js';
import { policy } from './policies.js';
import type { Row } from './row.js';

const ROUNDS = 5;
const SOURCES = 200;
const STATUSES = 300;

function project(place: Place): void {
  const folder = join(place.folder, 'project');
  mkdirSync(folder, { recursive: true });
  for (let i = 0; i < SOURCES; i++) {
    writeFileSync(
      join(folder, `f${i}.c`),
      `#include <stdio.h>\n#include <stdlib.h>\n#include <string.h>\nint f${i}(int x)\n{\n\treturn printf("%d", x + ${i});\n}\n`,
    );
  }
  const git = ['git', '-C', folder, '-c', 'user.name=b', '-c', 'user.email=b@example.invalid'];
  run(place, ['git', 'init', '-q', folder]);
  run(place, [...git, 'add', '-A']);
  run(place, [...git, 'commit', '-qm', 'start']);
}

/** Milliseconds that a script took by its own clock: what it costs to start a run is a row of its own. */
function ownMs(place: Place, command: readonly string[]): number {
  return Number(run(place, command).trim().split('\n').at(-1));
}

function whole(place: Place, name: string, script: string, goal: string, rounds = ROUNDS): Row {
  const timed = `start=$EPOCHREALTIME; ${script}; end=$EPOCHREALTIME; echo $(( (\${end/./} - \${start/./}) / 1000 ))`;
  const command = ['bash', '-c', timed];
  const under = governed(place, policy('mixed', 100), command);
  const times = pairs(
    rounds,
    () => ownMs(place, command),
    () => ownMs(place, under),
  );
  return { name, tier: 'supervisor', rules: 100, ...times, unit: 'ms', goal };
}

export function work(place: Place): Row[] {
  project(place);
  const status = `for ((i = 0; i < ${STATUSES}; i++)); do git -C project status --short; done`;
  const build = `cd project && for f in f*.c; do cc -c -O1 -o "\${f%.c}.o" "$f" || exit 1; done; rm -f *.o; cd ..`;
  return [
    whole(place, `git status, ${STATUSES} times`, status, '≤ 1.25 ×'),
    whole(place, `cc of ${SOURCES} C files`, build, '≤ 1.25 ×', 3),
  ];
}

/** Start-up, as a difference: what rein adds before and after the command itself. */
export function starts(place: Place): Row[] {
  const run1 = governed(place, policy('mixed', 1), ['true']);
  const start = pairs(
    ROUNDS * 2,
    () => wallMs(place, ['true']),
    () => wallMs(place, run1),
  );
  const small = join(place.folder, 'one.yaml');
  const large = join(place.folder, 'thousand.yaml');
  writeFileSync(small, policy('mixed', 1));
  writeFileSync(large, policy('mixed', 1000));
  const check = pairs(
    ROUNDS * 2,
    () => wallMs(place, [process.execPath, REIN, 'check', small]),
    () => wallMs(place, [process.execPath, REIN, 'check', large]),
  );
  return [
    {
      name: 'rein run -- true, less true',
      tier: 'supervisor',
      rules: 1,
      native: start.native,
      rein: start.rein - start.native,
      ratio: null,
      unit: 'ms',
      goal: '≤ 250 ms, goal 100',
    },
    {
      name: 'rein check of 1000 rules, less of 1',
      tier: 'supervisor',
      rules: 1000,
      native: check.native,
      rein: check.rein - check.native,
      ratio: null,
      unit: 'ms',
      goal: '≤ 200 ms, goal 50',
    },
  ];
}
