import type { Run } from '@rein/contract/api';
import { readPolicySource } from '../agents/policy-source.js';
import { fault } from '../fault.js';
import type { Principal } from '../identity/principal.js';
import { note } from '../record/outbox.js';
import type { Desk } from './desk.js';
import { policyRoot } from './new-run.js';
import { hasRunner } from './run-row.js';
import { isRunOver } from './state-machine.js';

/** A policy that somebody wants a live run to be under. */
export interface Swap {
  /** Path of its file. */
  readonly policy: string;
  readonly reason: string;
}

/** See `Runs.swapPolicy`. Whoever may change the policy of agents may change that of a run. */
export async function swapPolicy(
  desk: Desk,
  by: Principal,
  id: string,
  { policy, reason }: Swap,
): Promise<Run> {
  const row = await desk.require(by, 'agents:write', id);
  const { status } = row;
  if (isRunOver(status)) throw fault('run-over', { run: id, status });
  if (!hasRunner(row) && !desk.hosted.has(id)) {
    throw fault('policy-not-swapped', { run: id, why: 'it has no process yet' });
  }
  const { path, text, digest } = await readPolicySource(policy);
  const said = reason === '' ? by.subject : `${by.subject}: ${reason}`;
  const wanted = { path, text, digest, root: policyRoot(path) };
  const why = await desk.linkOf(id).swap(wanted, said);
  if (why !== undefined) throw fault('policy-not-swapped', { run: id, why });
  await desk.options.db.transaction().execute(async (tx) => {
    const facts = { of_run: id, policy: path, policy_digest: digest, before: row.policy_digest };
    await note(tx, 'run-policy-swapped', { by: by.subject, ...facts, reason });
  });
  await desk.follow(id).catchUp();
  return desk.show(await desk.find(id));
}
