/**
 * What the observe tier makes of the scenarios. `held`: as written. `killed`: with `kill` in the place
 * of the `block` that it cannot enforce, since what is killed has not begun (a program) or brought
 * nothing (an open). `late`: it is seen, and has happened by then.
 */
export type Row = 'held' | 'killed' | 'late';

export const ROWS: Readonly<Record<string, Row>> = {
  E1: 'held',
  E2: 'held',
  E3: 'killed',
  E4: 'late',
  E5: 'killed',
  E5b: 'killed',
  E5c: 'killed',
  E6: 'late',
  E7: 'held',
  E8: 'held',
  E9: 'held',
  E10: 'held',
  E11: 'killed',
  E12: 'killed',
  E13: 'late',
  F1: 'held',
  F2: 'held',
  F3: 'held',
  F4: 'held',
  F5: 'held',
  F6: 'late',
  F7: 'held',
  F8: 'held',
};

/** A scenario's policy as this tier can enforce it. */
export function enforceable(policy: string): string {
  return policy.replaceAll(/\bblock (?=exec|open|write|unlink)/g, 'kill ');
}
