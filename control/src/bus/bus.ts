import type { ApprovalStatus, RunStatus } from '@rein/contract/api';
import { reachOf } from '../identity/authorize.js';
import type { Principal } from '../identity/principal.js';
import { LIMITS } from '../limits.js';

/** Whose the thing is that changed: decides who hears of it. */
export interface Owner {
  readonly submittedBy: string;
  readonly agentId: string;
}

/** That something changed. What it is now is read from its own address. */
export type Change = Owner &
  (
    | { readonly kind: 'run'; readonly runId: string; readonly status: RunStatus }
    | {
        readonly kind: 'approval';
        readonly requestId: string;
        readonly runId: string;
        readonly status: ApprovalStatus;
      }
    | { readonly kind: 'event'; readonly runId: string; readonly seq: number }
  );

/** One listener's queue. */
export interface Subscription {
  /** The next change; undefined once the subscription ended. */
  next(): Promise<Change | undefined>;
  /** Ends it; what waits is dropped. */
  end(): void;
  /** Whether it was ended because its reader was too slow. */
  readonly overrun: boolean;
}

/** Tells listeners of changes. */
export interface Bus {
  publish(change: Change): void;
  /** Listens to what `wanted` lets through. */
  subscribe(wanted: (change: Change) => boolean): Subscription;
  readonly listeners: number;
}

export function createBus(queueMax: number = LIMITS.streamQueue): Bus {
  const listeners = new Set<(change: Change) => void>();
  return {
    publish(change) {
      for (const listener of listeners) listener(change);
    },
    get listeners() {
      return listeners.size;
    },
    subscribe(wanted) {
      const queue: Change[] = [];
      let wake: (() => void) | undefined;
      let open = true;
      let overrun = false;
      const end = (): void => {
        open = false;
        listeners.delete(listener);
        wake?.();
      };
      const listener = (change: Change): void => {
        if (!wanted(change)) return;
        // A reader that does not keep up is told to start over, not served half of it.
        if (queue.length >= queueMax) {
          overrun = true;
          end();
          return;
        }
        queue.push(change);
        wake?.();
      };
      listeners.add(listener);
      return {
        end,
        get overrun() {
          return overrun;
        },
        async next() {
          while (open && queue.length === 0) {
            await new Promise<void>((resolve) => {
              wake = resolve;
            });
          }
          return open ? queue.shift() : undefined;
        },
      };
    },
  };
}

const PERMISSION = {
  run: 'runs:read',
  approval: 'approvals:read',
  event: 'events:read',
} as const;

/** Whether a principal may hear of a change: by the same table as everything else. */
export function mayHear(principal: Principal, change: Change): boolean {
  switch (reachOf(principal, PERMISSION[change.kind])) {
    case 'none':
      return false;
    case 'own':
      return (
        change.submittedBy === principal.subject &&
        (principal.agentId === undefined || principal.agentId === change.agentId)
      );
    case 'others':
    case 'all':
      return principal.agentId === undefined || principal.agentId === change.agentId;
  }
}
