import type { Ledger } from '@rein/ledger';
import { fault, reasonOf } from '../fault.js';
import { isSealed, openRecord } from '../record/open-record.js';
import type { RunRecord } from '../record/run-record.js';

/** Where a run's record is. */
export interface Place {
  readonly state: string;
  readonly run: string;
  readonly folder: string;
}

/** The records of runs without a process, which the daemon writes itself. */
export interface Sessions {
  recordOf(place: Place): RunRecord;
  /** Writes the last entries and seals the record. */
  end(
    place: Place,
    entries: readonly { readonly kind: string; readonly fields: object }[],
  ): Promise<void>;
  /** Gives one record up as it is, for the run's runner to go on. */
  handOver(place: Place): Promise<void>;
  /** Lets go of one record, whatever state it is in. */
  release(place: Place): Promise<void>;
  /** Gives all records up as they are, for the next daemon to go on. */
  stop(): Promise<void>;
}

export function createSessions(): Sessions {
  // Promises, so that two requests at the same time open one ledger.
  const open = new Map<string, Promise<Ledger>>();

  const ledgerOf = ({ state, run, folder }: Place): Promise<Ledger> => {
    const known = open.get(run);
    if (known !== undefined) return known;
    const opening = openRecord(state, folder, run);
    open.set(run, opening);
    opening.catch(() => open.delete(run));
    return opening;
  };

  return {
    recordOf: (place) => ({
      async append(kind, fields) {
        try {
          const ledger = await ledgerOf(place);
          return (await ledger.append(kind, toJson(fields))).seq;
        } catch (error) {
          // It ended while something of it was still under way.
          if (isSealed(error)) throw fault('run-over', { run: place.run, status: 'over' }, error);
          throw fault('record-refused', { why: reasonOf(error) }, error);
        }
      },
    }),
    async end(place, entries) {
      const ledger = await ledgerOf(place);
      open.delete(place.run);
      try {
        for (const { kind, fields } of entries) await ledger.append(kind, toJson(fields));
      } catch (error) {
        // Its lock goes with it, or nobody could try again.
        await ledger.close({ handOver: true }).catch(() => undefined);
        throw error;
      }
      await ledger.close();
    },
    async handOver(place) {
      const ledger = await ledgerOf(place);
      open.delete(place.run);
      await ledger.close({ handOver: true });
    },
    async release({ run }) {
      const ledger = await open.get(run)?.catch(() => undefined);
      open.delete(run);
      await ledger?.close({ handOver: true }).catch(() => undefined);
    },
    async stop() {
      const ledgers = [...open.values()];
      open.clear();
      await Promise.allSettled(
        ledgers.map(async (opening) => (await opening).close({ handOver: true })),
      );
    },
  };
}

/** Plain JSON: what a caller shares or leaves undefined does not reach the record. */
function toJson(fields: object): Parameters<Ledger['append']>[1] {
  return JSON.parse(JSON.stringify(fields));
}
