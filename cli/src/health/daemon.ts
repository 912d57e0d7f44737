import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Readiness } from '@rein/contract/api';
import { daemonAt, isUnreachable } from '../daemon/client.js';
import { daemonFolder, whereIs, wordsOf } from '../daemon/where.js';
import { type Finding, failure } from './finding.js';

/**
 * Whether the daemon can do its work, and whether its sinks take what is recorded. Nothing for whoever
 * has none: a run needs no daemon.
 */
export async function daemonFindings(): Promise<Finding[]> {
  const { address, login } = whereIs({});
  const wasStarted = existsSync(join(daemonFolder(), 'store.db'));
  if (login === undefined && !wasStarted) return [];
  const where = wordsOf(address);
  try {
    // Health is told without a token.
    const ready = await daemonAt({ ...address, token: 'none' }).identity.ready();
    return [overall(where, ready), ...ready.checks.filter(isWorthALine).map(lineOf)];
  } catch (error) {
    if (!isUnreachable(error)) return [failure('daemon', error)];
    const help = '`rein daemon start` starts it; `rein run -- COMMAND` does without';
    return [{ state: 'note', topic: 'daemon', detail: `does not answer at ${where}`, help }];
  }
}

type Check = Readiness['checks'][number];

/** What is as it should be goes without saying, but for sinks: nothing else tells that they work. */
function isWorthALine({ name, ok }: Check): boolean {
  return !ok || name.startsWith('sink ');
}

function overall(where: string, { ready, degraded }: Readiness): Finding {
  const state = ready ? (degraded ? 'note' : 'good') : 'bad';
  const words = ready ? (degraded ? 'ready, degraded' : 'ready') : 'not ready';
  return { state, topic: 'daemon', detail: `${words}, at ${where}` };
}

function lineOf({ name, ok, required, detail = 'it fails' }: Check): Finding {
  if (ok) return { state: 'good', topic: name, detail: 'takes what is recorded' };
  const help =
    '`rein daemon status` says when it works again; the log of reind says why it does not';
  return { state: required ? 'bad' : 'note', topic: name, detail, help };
}
