import type { Readiness } from '@rein/contract/api';
import { shown } from '@rein/enforce';
import { daemonAt, daemonIfAny, isUnreachable } from '../../daemon/client.js';
import { runningDaemon } from '../../daemon/instance.js';
import { type DaemonOptions, whereIs, wordsOf } from '../../daemon/where.js';
import { EXIT } from '../../exit-codes.js';
import { table } from '../../terminal/columns.js';
import { out } from '../../terminal/streams.js';
import { colorsFor } from '../../terminal/style.js';

interface Found {
  readonly address: string;
  readonly running: boolean;
  readonly pid: number | null;
  readonly ready: Readiness | null;
  readonly you: { readonly subject: string; readonly standing: string } | null;
  /** Why `you` is not known, or nobody answers. */
  readonly why: string | null;
}

export async function daemonStatus(
  options: DaemonOptions & { readonly json?: true },
): Promise<void> {
  const found = await look(options);
  out(options.json === true ? `${JSON.stringify(found)}\n` : draw(found));
  if (!found.running) process.exitCode = EXIT.unreachable;
  else if (found.ready?.ready !== true) process.exitCode = EXIT.no;
}

async function look(options: DaemonOptions): Promise<Found> {
  const { address } = whereIs(options);
  const pid = address.socket === undefined ? null : (runningDaemon()?.pid ?? null);
  const words = { address: wordsOf(address), pid };
  let ready: Readiness;
  try {
    // Health is told without a token.
    ready = await daemonAt({ ...address, token: 'none' }).identity.ready();
  } catch (error) {
    if (!isUnreachable(error)) throw error;
    return { ...words, running: false, ready: null, you: null, why: messageOf(error) };
  }
  try {
    const you = (await daemonIfAny(options)?.identity.whoami()) ?? null;
    return {
      ...{ ...words, running: true, ready },
      you: you && { subject: you.subject, standing: you.standing },
      why: you === null ? 'no token' : null,
    };
  } catch (error) {
    return { ...words, running: true, ready, you: null, why: messageOf(error) };
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function draw({ address, running, pid, ready, you, why }: Found): string {
  const { green, red, yellow, dim } = colorsFor('stdout');
  if (!running) {
    return `${red('down')} ${shown(why ?? '')}\n  ${dim('next')} rein daemon start\n`;
  }
  const degraded = ready?.degraded === true ? yellow(', degraded') : '';
  const state = ready?.ready === true ? green('ready') : yellow('not ready');
  const checks = (ready?.checks ?? []).map(({ name, ok, required, detail }) => [
    `  ${ok ? green('✔') : required ? red('✘') : yellow('!')} ${shown(name)}`,
    shown(detail ?? ''),
  ]);
  const rows = [
    [`  ${dim('at')}`, shown(address)],
    ...(pid === null ? [] : [[`  ${dim('process')}`, String(pid)]]),
    [
      `  ${dim('you')}`,
      you === null ? yellow(shown(why ?? '')) : `${shown(you.subject)} ${dim(`(${you.standing})`)}`,
    ],
  ];
  const next = you === null ? `  ${dim('next')} rein daemon init, or rein login\n` : '';
  return `${state} reind${degraded}\n${table([...rows, ...checks])}${next}`;
}
