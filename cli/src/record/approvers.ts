import type { Daemon } from '../daemon/client.js';
import { foreign } from '../terminal/foreign.js';
import type { DecisionView } from './view.js';

/** Who decided and why, by the engine's id of a hold or the digest of an action. */
export type Approvers = ReadonlyMap<string, { readonly by: string; readonly reason: string }>;

/** Requests of one run that are looked at. */
const REQUESTS_MAX = 500;

/**
 * Who decided about a run of the daemon. The record of the run says only that the daemon did: who it
 * was stands in the daemon's own record.
 */
export async function approversOf(daemon: Daemon, run: string): Promise<Approvers> {
  const { items } = await daemon.listApprovals({ run_id: run, limit: REQUESTS_MAX });
  return new Map(
    items.flatMap(({ hold, digest, decided_by, reason = '' }) =>
      decided_by === undefined
        ? []
        : [[hold ?? digest, { by: foreign(decided_by), reason: foreign(reason) }] as const],
    ),
  );
}

/** A decision with the name of whoever made it, where that is known. */
export function withApprover(
  view: DecisionView | undefined,
  approvers: Approvers,
): DecisionView | undefined {
  const found = view?.kind === 'match' && view.hold && approvers.get(view.hold.id);
  if (!view?.hold || !found) return view;
  return {
    ...view,
    hold: { ...view.hold, by: found.by, reason: view.hold.reason || found.reason },
  };
}
