import { basename } from 'node:path';
import {
  openStateDirectory,
  type RunFile,
  type RunFolder,
  readRunFile,
  statusOf,
  swapPolicy,
} from '@rein/enforce';
import { hostFacts, hostNamesOf, unenforceable } from '@rein/govern';
import { daemonOf } from '../daemon/client.js';
import { requireDaemonRun } from '../daemon/find-run.js';
import type { DaemonOptions } from '../daemon/where.js';
import { cliFault } from '../fault.js';
import { placeOf } from '../run/record-of-run.js';
import { isOfDaemon, runHere } from '../runs/run-here.js';
import { shortRun } from '../terminal/words.js';
import { runProgram } from './assemble.js';
import { compileForRun } from './compile.js';
import { fileSource, loadPolicy } from './load.js';

export interface SwapOptions extends DaemonOptions {
  readonly reason?: string;
}

/** Puts a live run under the policy in a file. Returns the id of the run. Throws `policy-not-swapped`. */
export async function swapRun(name: string, file: string, options: SwapOptions): Promise<string> {
  const here = runHere(name);
  if (here !== undefined && !isOfDaemon(here)) {
    await swapHere(here, file, options.reason ?? '');
    return here.run;
  }
  const daemon = daemonOf(options);
  const { run_id } = await requireDaemonRun(daemon, here?.run ?? name);
  const { name: path } = loadPolicy(fileSource(file));
  await daemon.swapPolicy(run_id, path, options.reason);
  return run_id;
}

function isEnded(file: RunFile): boolean {
  return ['ended', 'cut-short'].includes(statusOf(file));
}

async function swapHere({ run, folder }: RunFolder, path: string, reason: string): Promise<void> {
  const found = readRunFile(folder);
  const { tier, numbers, agent, command } = found;
  if (isEnded(found))
    throw cliFault('policy-not-swapped', { run: shortRun(run), why: 'it is over' });
  const policy = loadPolicy(fileSource(path));
  const program = runProgram(policy, placeOf(openStateDirectory(), { run, folder }));
  const [missing] = unenforceable(program, tier);
  if (missing !== undefined) {
    throw cliFault('policy-not-swapped', {
      run: shortRun(run),
      why: `${missing.clause.text}: ${missing.why}`,
    });
  }
  const facts = hostFacts(policy.source.root, agent ?? basename(command[0] ?? ''));
  const { image } = compileForRun(policy, program, facts, numbers);
  const { name, document } = policy;
  const answer = await swapPolicy(folder, {
    ...{ path: name, text: document.text, image, reason },
    hostNames: hostNamesOf(program),
  });
  if (!answer.ok) throw cliFault('policy-not-swapped', { run: shortRun(run), why: answer.message });
}
