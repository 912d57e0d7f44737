import type { Tier } from '@rein/contract';

/**
 * What in a clause a limit is about; `late-labels`: an exec clause that asks for one; `any`: nothing
 * that a clause shows.
 */
export type Concern =
  | 'labels'
  | 'late-labels'
  | 'gates'
  | 'host-names'
  | 'host-wildcards'
  | 'unix-sockets'
  | 'any';

/** Something that a tier does not do and that the author of a policy may count on. */
export interface Limit {
  readonly id: LimitId;
  readonly concerns: Concern;
  /** Clauses that it concerns are not enforced at all; else they hold but for this. */
  readonly voids: boolean;
  /** One sentence, without a period. */
  readonly says: string;
}

interface Row extends Omit<Limit, 'id' | 'voids'> {
  readonly tiers: readonly Tier[];
  readonly voids?: boolean;
}

const HOOKS = ['lsm', 'fmodret'] as const satisfies readonly Tier[];
const OBSERVE = ['observe'] as const satisfies readonly Tier[];
const KERNEL = [...HOOKS, 'observe'] as const satisfies readonly Tier[];
const ALL = [...KERNEL, 'supervisor'] as const satisfies readonly Tier[];

/**
 * The one list of them: `rein doctor` and `rein check` say it, and the tests of known ways around
 * expect the ways that name a limit of the tier to be open, and no other.
 */
const TABLE = {
  'host-names': {
    tiers: KERNEL,
    concerns: 'host-names',
    says: 'a host name is looked up by rein when the run starts and every minute: an address that only the run itself was told is not known to be its',
  },
  'host-wildcards': {
    tiers: KERNEL,
    concerns: 'host-wildcards',
    voids: true,
    says: 'a host name with a wildcard cannot be looked up, and this tier does not see what the run looks up',
  },
  'early-changes': {
    tiers: HOOKS,
    concerns: 'gates',
    says: 'a file operation or connection that fails for another reason opens and closes gates all the same',
  },
  'socket-flow': {
    tiers: ['observe'],
    concerns: 'labels',
    says: 'labels do not cross sockets',
  },
  'splice-flow': {
    tiers: ['observe'],
    concerns: 'labels',
    says: 'labels do not cross `splice` and `sendfile` into what was open before',
  },
  'shared-memory': {
    tiers: ALL,
    concerns: 'labels',
    says: 'labels do not cross memory that processes share, message queues, names of files or texts of links',
  },
  'mapped-files': {
    tiers: KERNEL,
    concerns: 'labels',
    says: 'a file that a process has mapped to be shared before it gains a label, and has closed, is not labelled by what is written to that memory',
  },
  'waited-reads': {
    tiers: ['lsm'],
    concerns: 'labels',
    says: 'where the kernel switches tasks inside its own code (`preempt=full` or `lazy`), a label that comes with what a read waited for can be missed',
  },
  'late-pipes': {
    tiers: ['supervisor'],
    concerns: 'late-labels',
    says: 'a running program that gains the label through a pipe, socket or file that it has open is ended by `block` and `ask` too: one read of it cannot be refused or held',
  },
  'late-reads': {
    tiers: OBSERVE,
    concerns: 'late-labels',
    says: 'a running program that gains the label is ended by `kill`; `block` and `ask` come too late and only tell of it',
  },
  'unix-links': {
    tiers: KERNEL,
    concerns: 'unix-sockets',
    says: 'a unix socket is known by the path in the address, not by what a link leads to',
  },
  'given-names': {
    tiers: OBSERVE,
    concerns: 'any',
    says: 'what is removed, moved or changed by name, and a script, is known by the name as it was given: a symbolic link on the way is not followed',
  },
  'unseen-calls': {
    tiers: OBSERVE,
    concerns: 'any',
    says: 'what io_uring, 32-bit calls and raw sockets do is not seen; the first two are counted as lost events',
  },
  'no-guards': {
    tiers: OBSERVE,
    concerns: 'any',
    says: 'ways around the engine (`guards:`) are not refused; root in a run can leave the cgroup and is then only told of, or killed for, a connection',
  },
  'loaded-program': {
    tiers: KERNEL,
    concerns: 'any',
    says: 'a program that the dynamic loader is told to run, as in `ld.so PROGRAM`, is known as the loader',
  },
  'copied-program': {
    tiers: ALL,
    concerns: 'any',
    says: 'a copy or hard link of a program under another name is another program',
  },
} as const satisfies Readonly<Record<string, Row>>;

export type LimitId = keyof typeof TABLE;

const IDS = Object.keys(TABLE).filter(isLimitId);
/** It is asked for each clause of a policy. */
const known = new Map<Tier, readonly Limit[]>();

/** The limits of a tier, in the order of the table. */
export function limitsOf(tier: Tier): readonly Limit[] {
  const limits = known.get(tier) ?? readLimits(tier);
  known.set(tier, limits);
  return limits;
}

function readLimits(tier: Tier): readonly Limit[] {
  return IDS.flatMap((id) => {
    const { tiers, concerns, says, voids = false }: Row = TABLE[id];
    return tiers.includes(tier) ? [{ id, concerns, voids, says }] : [];
  });
}

function isLimitId(id: string): id is LimitId {
  return id in TABLE;
}
