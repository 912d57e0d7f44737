import { setTimeout as sleep } from 'node:timers/promises';
import { Command, Option } from 'commander';
import { daemonOf } from '../daemon/client.js';
import { withDaemonOptions } from '../daemon/where.js';
import { cliFault } from '../fault.js';
import {
  becameWords,
  renderRequests,
  requestsOf,
  STATUSES,
  type Status,
} from '../holds/decided.js';
import { findHeld } from '../holds/find-held.js';
import type { Held } from '../holds/held.js';
import { pick } from '../holds/pick.js';
import { openQueue, type Queue, type QueueOptions } from '../holds/queue.js';
import { clockOf, renderQueue } from '../holds/render.js';
import { foreign } from '../terminal/foreign.js';
import { isTerminal, out, say } from '../terminal/streams.js';
import { colorsFor } from '../terminal/style.js';
import { outputWidth } from '../terminal/width.js';

const LOOK_EVERY_MS = 500;
/** Columns of what is shown of one thing where no terminal says. */
const PIPED_COLUMNS = 120;

/** Lines of what is over. */
const LINES_MAX = 50;

interface Options extends QueueOptions {
  readonly status: Status;
  readonly watch?: true;
  readonly json?: true;
}

export function define(name: string): Command {
  return withDaemonOptions(new Command(name))
    .description(
      'List what waits for a person, oldest first: in your own runs, and at the daemon for whoever has a token.',
    )
    .argument('[ID]', 'show this one, with all that is known of it')
    .option('-w, --watch', 'work in the queue, on the whole terminal; print what comes when piped')
    .option('--run <RUN>', 'of this run only')
    .option('--agent <ID>', 'of runs of this agent only')
    .addOption(
      new Option('--status <STATE>', 'those of the daemon that are decided, or all of them')
        .choices(STATUSES)
        .default('pending'),
    )
    .option('--json', 'one JSON object per line; with --watch as they come')
    .addHelpText(
      'after',
      `
Examples:
  $ rein approvals
  $ rein approvals k3xqa
  $ rein approvals --watch
  $ rein approvals --status denied
  $ rein approvals --json | jq -r .id`,
    )
    .action(approvals);
}

async function approvals(id: string | undefined, options: Options): Promise<void> {
  const { watch, json, status } = options;
  if (status !== 'pending') return decided(id, { ...options, status });
  const queue = openQueue(options);
  if (id !== undefined) return show(await findHeld(queue, id), json);
  if (watch === true) {
    return isTerminal('stdout') && isTerminal('stdin') && json !== true
      ? screen(queue)
      : follow(queue, json);
  }
  const { held, lost } = await queue.read();
  if (lost !== undefined) say(`${colorsFor('stderr').yellow('incomplete')}: ${lost}\n`);
  if (json === true) out(jsonOf(held));
  else if (held.length === 0) say('nothing waits for a person\n');
  else out(renderQueue(held, pictureNow()));
}

/** What is over, newest first; in own runs there is nobody who keeps it but their records. */
async function decided(id: string | undefined, options: Options): Promise<void> {
  const { status, watch, json } = options;
  if (watch === true) throw cliFault('exclusive-options', { one: '--watch', other: '--status' });
  const requests = await requestsOf(daemonOf(options), status, options);
  if (id !== undefined) {
    const held = pick(
      requests.map((request) => request.held),
      id,
    );
    const found = requests.find((request) => request.held === held);
    if (found === undefined) {
      throw cliFault('no-such', { what: 'request', id, list: `rein approvals --status ${status}` });
    }
    return show(found.held, json, becameWords(found.approval));
  }
  if (json === true) out(jsonOf(requests.map(({ held }) => held)));
  else if (requests.length === 0) say(`no request of the daemon is ${status}\n`);
  else {
    out(renderRequests(requests.slice(0, LINES_MAX), colorsFor('stdout')));
    const more = requests.length - LINES_MAX;
    if (more > 0) say(colorsFor('stderr').dim(`and ${more} older; --json lists them\n`));
  }
}

/** As every list of rein is for programs. */
function jsonOf(held: readonly Held[]): string {
  return held.map((one) => `${JSON.stringify(one.json)}\n`).join('');
}

/** @param became what became of it, if it does not wait any more */
async function show(held: Held, json: boolean | undefined, became?: string): Promise<void> {
  if (json === true) {
    out(`${JSON.stringify(held.json)}\n`);
    return;
  }
  const { detailOf } = await import('../screen/detail.js');
  const { colors, width, nowMs } = pictureNow();
  const background = await held.background().catch(() => undefined);
  const lines = detailOf(held, background, {
    ...{ width: Number.isFinite(width) ? width : PIPED_COLUMNS, colors },
    clock: became ?? clockOf(held, { colors, width, nowMs }),
  });
  out(lines.map((line) => `${line.trimEnd()}\n`).join(''));
}

async function screen(queue: Queue): Promise<void> {
  const { watchQueue } = await import('../screen/watch.js');
  const you = await queue.daemon?.identity.whoami().catch(() => undefined);
  await watchQueue(queue, you === undefined ? 'here' : `${foreign(you.subject)} (${you.standing})`);
  // What was asked of a daemon and not answered yet is of no use any more.
  process.exit();
}

/** Each thing once, when it begins to wait. */
async function follow(queue: Queue, json: boolean | undefined): Promise<void> {
  const seen = new Set<string>();
  for (;;) {
    for (const held of (await queue.read()).held) {
      if (seen.has(held.key)) continue;
      seen.add(held.key);
      out(json === true ? `${JSON.stringify(held.json)}\n` : renderQueue([held], pictureNow()));
    }
    await sleep(LOOK_EVERY_MS);
  }
}

function pictureNow() {
  return { colors: colorsFor('stdout'), width: outputWidth(), nowMs: Date.now() };
}
