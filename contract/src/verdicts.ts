/** What a clause asks for, weakest first: on one event the strongest match wins. */
export const EFFECTS = ['notify', 'ask', 'block', 'kill'] as const;
export type Effect = (typeof EFFECTS)[number];

/** What a decision came to: `none` when no clause matched. The numbers are the engine's. */
export const VERDICTS = ['none', ...EFFECTS] as const;
export type Verdict = (typeof VERDICTS)[number];

/** Position of a verdict in strength; also its number in the policy image and in the engine. */
export function strength(verdict: Verdict): number {
  return VERDICTS.indexOf(verdict);
}

/** The stronger of two verdicts: `kill > block > ask > notify > none`. */
export function stronger<A extends Verdict, B extends Verdict>(a: A, b: B): A | B {
  return strength(a) >= strength(b) ? a : b;
}

/**
 * What became of the operation itself, as the record says it.
 * `allowed`: it went on (notify). `blocked`: refused with EPERM. `killed`: the process was ended.
 * `approved`, `denied`, `expired`: an `ask` that a person (or the clock) decided.
 * `abandoned`: the asking process ended before anyone decided.
 */
export const OUTCOMES = [
  'allowed',
  'blocked',
  'killed',
  'approved',
  'denied',
  'expired',
  'abandoned',
] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** The operations of the language. `open` is read or write; the engine knows the two apart. */
export const OPERATIONS = ['exec', 'open', 'read', 'write', 'unlink', 'connect', 'recv'] as const;
export type Operation = (typeof OPERATIONS)[number];

/** The operations as the engine counts them: bit numbers of an op mask. */
export const ENGINE_OPS = ['exec', 'read', 'write', 'unlink', 'connect', 'recv'] as const;
export type EngineOp = (typeof ENGINE_OPS)[number];

/** Bit of one engine operation in an op mask. */
export function opBit(op: EngineOp): number {
  return 1 << ENGINE_OPS.indexOf(op);
}

/** Op mask of an operation of the language: `open` is read and write, every other one is itself. */
export function opMask(operation: Operation): number {
  return operation === 'open' ? opBit('read') | opBit('write') : opBit(operation);
}

/** Where enforcement runs; strongest first. */
export const TIERS = ['lsm', 'fmodret', 'supervisor', 'observe'] as const;
export type Tier = (typeof TIERS)[number];
