import type { Tier } from '@rein/contract';
import { BASH_BY_NAME } from '../../test/scenarios/index.js';
import { type Case, folderOf } from './case.js';
import { type CpioEntry, textFile } from './cpio.js';
import { CHECKED_POLICY } from './doctor-rows.js';
import type { EventLine, Played } from './played.js';

/** A thousand swaps of a policy wait for a thousand grace periods. */
const caseSeconds = 480;
/** As many as a guest has processors: most of a case is Node's own start. */
const atOnce = 2;
/** Of the engine's events, the last; some checks make thousands. */
const eventsKept = 100;
const mark = '@@case';
const engine = '/usr/lib/node_modules/rein/engine/rein-engine';

/** What a guest says about itself, by the name of a file in `/job`. */
const kept = ['load', 'doctor', 'check', 'page'] as const;

/** Few programs, since each takes long to start where all is emulated; a session of its own, since
 * some ways end all of theirs. */
const playOne = `
P=$1
cd "$P/D"
: > "$P/events"
D="$P/D" P="$P" PATH="/job/bin:$PATH" XDG_STATE_HOME="$P/state" \\
  setsid -w timeout -s KILL ${caseSeconds} bash "$P/case.sh" > "$P/out" 2> "$P/err" < /dev/null
status=$?
mapfile -d '' out < "$P/out"; mapfile -d '' err < "$P/err"; mapfile -t events < "$P/events"
from=$(( \${#events[@]} > ${eventsKept} ? \${#events[@]} - ${eventsKept} : 0 ))
said="${mark} $P $status $(printf '%s\\0' "\${out[*]}" "\${err[*]}" "\${events[@]:from}" | base64 -w0)"
exec 9> /job/saying; flock 9
echo "$said."
`;

/** What plays the cases in a guest on a tier and prints what became of each. */
export function playFiles(cases: readonly Case[]): CpioEntry[] {
  const folders = cases.map(({ name }) => `${folderOf(name)}\n`);
  return [
    textFile('/job/play.sh', playOne),
    textFile('/job/cases', folders.join('')),
    CHECKED_POLICY,
    ...cases.flatMap(({ files }) => files),
  ];
}

/** Also written for a person: what `rein doctor` says beside a first policy. */
const writePage = `
mkdir /job/first && cd /job/first && rein init > /dev/null && rein doctor > /job/page 2>&1`;

/** The script of the job. `$OUTSIDE` is a process that no run governs. */
export function playScript(tier: Tier, wantsPage: boolean): string {
  return `
export SHELL=/bin/bash USER=root # or bash asks nscd who it is, over a socket
export TIER=${tier} NO_COLOR=1
sleep 100000 & export OUTSIDE=$!
mkdir /job/bin; for name in ${BASH_BY_NAME.join(' ')}; do ln /bin/bash /job/bin/$name; done
# Hooks that stay loaded: in a guest it takes long to verify them.
[ "$TIER" = supervisor ] || ${engine} load "$TIER" > /job/load 2>&1 || cat /job/load
(rein doctor --json > /job/doctor; rein check --json ${CHECKED_POLICY.path} > /job/check) 2>&1 &
asked=$!
xargs -n 1 -P ${atOnce} bash /job/play.sh < /job/cases
wait $asked
${wantsPage ? writePage : ''}
for file in ${kept.join(' ')}; do [ -e /job/$file ] && echo "@@$file $(base64 -w0 /job/$file)."; done
true
`;
}

function decode(base64: string | undefined): string {
  return Buffer.from(base64 ?? '', 'base64').toString();
}

/** What a marked line holds. A line that was cut off holds nothing: it ends in a period. */
function linesOf(output: string, name: string): string[] {
  return output.split('\n').flatMap((line) => {
    const whole = line.startsWith(`${name} `) && line.endsWith('.');
    return whole ? [line.slice(name.length + 1, -1)] : [];
  });
}

/** Reads what was played: a case's folder to what became of it. */
export function parsePlayed(output: string): Map<string, Played> {
  const played = new Map<string, Played>();
  for (const said of linesOf(output, mark)) {
    const [folder = '', status = '', rest] = said.split(' ');
    const [stdout = '', stderr = '', ...events] = decode(rest).split('\0').slice(0, -1);
    played.set(folder, {
      status: Number(status),
      stdout,
      stderr,
      events: events.filter((line) => line !== '').map((line): EventLine => JSON.parse(line)),
    });
  }
  return played;
}

/** What the guest said about itself; empty when it did not. */
export function parseKept(output: string, name: (typeof kept)[number]): string {
  return decode(linesOf(output, `@@${name}`)[0]);
}
