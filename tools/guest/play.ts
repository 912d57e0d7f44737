import type { Tier } from '@rein/contract';
import { BASH_BY_NAME } from '../../test/scenarios/index.js';
import { type Case, folderOf } from './case.js';
import { type CpioEntry, textFile } from './cpio.js';
import type { EventLine, Played } from './played.js';

/** A thousand swaps of a policy wait for a thousand grace periods. */
const caseSeconds = 240;
/** As many as a guest has processors: most of a case is Node's own start. */
const atOnce = 2;
const mark = '@@case';
const doctorMark = '@@doctor';
const engine = '/usr/lib/node_modules/rein/engine/rein-engine';

const playOne = `
P=$1
mkdir -p "$P/D/bin"; cd "$P/D"
for name in ${BASH_BY_NAME.join(' ')}; do ln /bin/bash "bin/$name"; done
D="$P/D" P="$P" PATH="$P/D/bin:$PATH" XDG_STATE_HOME="$P/state" \\
  timeout -s KILL ${caseSeconds} bash "$P/case.sh" > "$P/out" 2> "$P/err" < /dev/null
status=$?
[ -e "$P/events" ] || : > "$P/events"
echo "${mark} $P $status $(base64 -w0 "$P/out") $(base64 -w0 "$P/err") $(tail -n 100 "$P/events" | base64 -w0)." > "$P/said"
flock /job/saying cat "$P/said"
rm -rf "$P"
`;

/** What plays the cases in a guest on a tier and prints what became of each. */
export function playFiles(cases: readonly Case[]): CpioEntry[] {
  const folders = cases.map(({ name }) => `${folderOf(name)}\n`);
  return [
    textFile('/job/play.sh', playOne),
    textFile('/job/cases', folders.join('')),
    ...cases.flatMap(({ files }) => files),
  ];
}

/** The script of the job. `$OUTSIDE` is a process that no run governs. */
export function playScript(tier: Tier): string {
  return `
export SHELL=/bin/bash USER=root # or bash asks nscd who it is, over a socket
export TIER=${tier} NO_COLOR=1
sleep 100000 & export OUTSIDE=$!
# Hooks that stay loaded: in a guest it takes long to verify them.
[ "$TIER" = supervisor ] || ${engine} load "$TIER" > /job/load 2>&1 || cat /job/load
rein doctor --json > /job/doctor 2>&1
echo "${doctorMark} $(base64 -w0 /job/doctor)"
xargs -n 1 -P ${atOnce} bash /job/play.sh < /job/cases
true
`;
}

function decode(base64: string | undefined): string {
  return Buffer.from(base64 ?? '', 'base64').toString();
}

function parseEvents(lines: string): EventLine[] {
  return lines
    .split('\n')
    .filter((line) => line !== '')
    .map((line): EventLine => JSON.parse(line));
}

/** Reads what was played: a case's folder to what became of it. */
export function parsePlayed(output: string): Map<string, Played> {
  const played = new Map<string, Played>();
  for (const line of output.split('\n')) {
    if (!line.startsWith(`${mark} `)) continue;
    const said = line.slice(mark.length + 1).replace(/\.$/, '');
    const [folder = '', status = '', out, err, events] = said.split(' ');
    played.set(folder, {
      status: Number(status),
      stdout: decode(out),
      stderr: decode(err),
      events: parseEvents(decode(events)),
    });
  }
  return played;
}

/** What \`rein doctor --json\` said in the guest. */
export function parseDoctor(output: string): string {
  const line = output.split('\n').find((text) => text.startsWith(`${doctorMark} `));
  return decode(line?.slice(doctorMark.length + 1));
}
