import type { Entry } from '@rein/ledger';
import { numberIn, textIn, timeOf } from './view.js';

/** A call that a guard refused, as commands show it. Strings are in shown form. */
export interface GuardView {
  readonly guard: string;
  readonly call: string;
  readonly timeMs: number;
  readonly pid: number;
  readonly exe: string;
  readonly cwd: string;
  readonly reason: string;
}

/** The refusal that an entry records, if it does. */
export function guardOf(entry: Entry): GuardView | undefined {
  if (entry.kind !== 'guard') return undefined;
  return {
    guard: textIn(entry, 'guard'),
    call: textIn(entry, 'call'),
    timeMs: timeOf(entry),
    pid: numberIn(entry, 'pid'),
    exe: textIn(entry, 'exe'),
    cwd: textIn(entry, 'cwd'),
    reason: textIn(entry, 'reason'),
  };
}
