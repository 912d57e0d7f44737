import type { RunKind } from '@rein/contract';
import type { Fields } from './outbox.js';

/**
 * The record of one run, for whoever has something to put there: the runner writes it while the run
 * has processes, the daemon itself while it has none. An action may be performed once the promise
 * that its decision is on the record has settled, not before.
 */
export interface RunRecord {
  /** Adds an entry; settles with its number when it outlasts a power failure. Throws `record-refused`. */
  append(kind: RunKind, fields: Fields): Promise<number>;
}
