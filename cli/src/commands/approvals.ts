import { setTimeout as sleep } from 'node:timers/promises';
import { Command } from 'commander';
import { renderQueue } from '../holds/queue.js';
import { listWaiting, type Waiting } from '../holds/waiting.js';
import { isTerminal, out, say } from '../terminal/streams.js';
import { colorsFor } from '../terminal/style.js';
import { outputWidth } from '../terminal/width.js';

const LOOK_EVERY_MS = 500;

interface Options {
  readonly watch?: true;
  readonly json?: true;
  readonly run?: string;
}

export function define(name: string): Command {
  return new Command(name)
    .description('List the operations that wait for a person, oldest first.')
    .option('-w, --watch', 'keep the list on the screen, or print what comes when piped')
    .option('--run <RUN>', 'of this run only')
    .option('--json', 'a JSON array; with --watch one JSON object per line as they come')
    .addHelpText(
      'after',
      `
Examples:
  $ rein approvals
  $ rein approvals --watch
  $ rein approvals --json | jq -r '.[].id'`,
    )
    .action(approvals);
}

async function approvals({ watch, json, run }: Options): Promise<void> {
  if (watch === true)
    return isTerminal('stdout') && json !== true ? screen(run) : follow(run, json);
  const waiting = await listWaiting(run);
  if (json === true) {
    out(`${JSON.stringify(waiting.map(jsonOf))}\n`);
    return;
  }
  if (waiting.length === 0) say('nothing waits for a person\n');
  else out(renderQueue(waiting, pictureNow()));
}

/** The list, drawn anew in place until Ctrl-C. */
async function screen(run: string | undefined): Promise<void> {
  const { dim } = colorsFor('stdout');
  for (;;) {
    const waiting = await listWaiting(run);
    const body =
      waiting.length === 0
        ? dim('nothing waits for a person\n')
        : renderQueue(waiting, pictureNow());
    const foot = dim('answer with `rein approve ID` or `rein deny ID` · Ctrl-C leaves');
    // Home, draw, clear the rest: no flicker, no scrollback.
    out(`\x1b[H${`${body}\n${foot}\n`.replaceAll('\n', '\x1b[K\n')}\x1b[J`);
    await sleep(LOOK_EVERY_MS);
  }
}

/** Each operation once, when it begins to wait. */
async function follow(run: string | undefined, json: boolean | undefined): Promise<void> {
  const seen = new Set<string>();
  for (;;) {
    for (const waiting of await listWaiting(run)) {
      const key = `${waiting.run} ${waiting.hold.id}`;
      if (seen.has(key)) continue;
      seen.add(key);
      out(
        json === true
          ? `${JSON.stringify(jsonOf(waiting))}\n`
          : renderQueue([waiting], pictureNow()),
      );
    }
    await sleep(LOOK_EVERY_MS);
  }
}

function pictureNow() {
  return { colors: colorsFor('stdout'), width: outputWidth(), nowMs: Date.now() };
}

function jsonOf(waiting: Waiting): object {
  const { run, hold, file } = waiting;
  const clause = file.clauses[hold.decisive];
  const rule = file.rules[clause?.rule ?? -1];
  const { kind: _, clauses: __, decisive: ___, feedback: ____, ...action } = hold;
  return { run, ...action, argv: hold.argv ?? null, rule: rule?.name, reason: rule?.reason };
}
