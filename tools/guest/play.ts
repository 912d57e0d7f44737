import { BASH_BY_NAME } from '../../test/scenarios/index.js';
import { type Case, folderOf } from './case.js';
import type { EventLine, Played } from './played.js';

const caseSeconds = 240; // a thousand swaps wait for a thousand grace periods
const mark = '@@case';

/** The shell commands that play every case, one after the other, and print what became of each. */
export function playScript(cases: readonly Case[]): string {
  return [
    'export SHELL=/bin/bash USER=root', // or bash asks nscd who it is, over a socket
    'rein-hooks load > /tmp/load 2>&1 || { cat /tmp/load; exit 1; }',
    `play() {
  P="$1"; shift
  mkdir -p "$P/D/bin"; cd "$P/D"
  for name in ${BASH_BY_NAME.join(' ')}; do ln /bin/bash "bin/$name"; done
  D="$P/D" P="$P" PATH="$P/D/bin:$PATH" timeout -s KILL ${caseSeconds} "$@" \\
    > "$P/out" 2> "$P/err" < /dev/null
  status=$?
  [ -e "$P/events" ] || : > "$P/events"
  echo "${mark} $P $status $(base64 -w0 "$P/out") $(base64 -w0 "$P/err") $(tail -n 100 "$P/events" | base64 -w0)."
}`,
    ...cases.map(({ name, command }) => `play ${folderOf(name)} ${command}`),
    'cat /tmp/load',
    '',
  ].join('\n');
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

/** Reads what `playScript` printed: a case's folder to what became of it. */
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
