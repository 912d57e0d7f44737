import type { Effect, Operation, Tier } from '@rein/contract';

/**
 * What a tier does about an effect on an operation. `before`: the operation waits for the verdict, so
 * it can be refused. `after`: the effect comes when it has happened. `none`: the effect does not come.
 */
export interface Enforcement {
  readonly when: 'before' | 'after' | 'none';
  /** One sentence a policy's author can act on. */
  readonly why: string;
}

type Row = Readonly<Record<Operation, Enforcement>>;

const before = (why: string): Enforcement => ({ when: 'before', why });
const after = (why: string): Enforcement => ({ when: 'after', why });
const none = (why: string): Enforcement => ({ when: 'none', why });

/** Each operation in the supervisor: seccomp stops the caller's thread until it is answered. */
const SUPERVISOR: Row = {
  exec: before(
    'the call waits, and the new program is looked at again before its first instruction',
  ),
  open: before('the call waits, and the engine opens the file for the caller'),
  read: before('the call waits, and the engine opens the file for the caller'),
  write: before('the call waits for the verdict'),
  unlink: before('the call waits for the verdict'),
  connect: before('the call waits, and the engine connects for the caller'),
  recv: before(
    'connecting and accepting wait; what comes over an open connection is not asked again',
  ),
};

const HAPPENED = 'seen when the call has succeeded';

/** Each operation in the observer: tracepoints tell what has happened, a cgroup refuses addresses. */
const OBSERVE: Row = {
  exec: after('seen when the program is loaded, before its first instruction'),
  open: after(HAPPENED),
  read: after(HAPPENED),
  write: after(HAPPENED),
  unlink: after(HAPPENED),
  connect: before('the cgroup of the run refuses the address before anything is sent'),
  recv: after('binding is asked about before, accepting is seen when it has happened'),
};

/** The same programs on the same hooks: `lsm` and `fmodret` differ in how they are attached. */
const HOOKS: Row = {
  exec: before('a hook answers within the call, before the program is replaced'),
  open: before('a hook answers within the call, and again at the first write'),
  read: before('a hook answers within the call'),
  write: before('a hook answers within the call, and again at the first write'),
  unlink: before('a hook answers within the call'),
  connect: before('a hook answers within the call, before anything is sent'),
  recv: before('a hook answers within the call, also for what comes over an open connection'),
};

const TABLE: Readonly<Record<Tier, Row>> = {
  lsm: HOOKS,
  fmodret: HOOKS,
  supervisor: SUPERVISOR,
  observe: OBSERVE,
};

/** What a tier does about an effect on an operation. */
export function enforcementOf(tier: Tier, operation: Operation, effect: Effect): Enforcement {
  const found = TABLE[tier][operation];
  if (found.when === 'none') return found;
  if (effect === 'ask' && tier === 'observe') return none('nothing can wait for a person here');
  // A note may come late and still be a note, and a process can be ended late; a refusal cannot.
  if (effect === 'block' && found.when === 'after') return none(`${found.why}, too late to block`);
  return found;
}
