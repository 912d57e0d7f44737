import type { Counters, EngineEvent, PolicyEvent, RunKind } from '@rein/contract';
import { type EngineMessage, reasonOf } from '@rein/enforce';
import {
  addPolicy,
  entriesOf,
  type FeedbackFile,
  type GrownTables,
  type RunTables,
} from '@rein/govern';
import type { Entry, Fields, Ledger, Tip } from '@rein/ledger';
import type { EventsFile } from './events-file.js';
import { countEvent, createTally, type Tally } from './tally.js';
import { createUntold } from './untold.js';

/** Past this many bytes waiting for the disk, no more is read from the engine. */
const PENDING_BYTES_MAX = 4 * 1024 * 1024;

/** What should be on the record and is not. */
export interface Loss {
  readonly entries: number;
  /** Lines missing from the file of `--events`. */
  readonly lines: number;
  readonly why: string;
}

/** Writes down what the engine says: to the ledger, the events file, the feedback file. */
export interface Recorder {
  readonly tally: Tally;
  /** Takes messages in order; a promise when the caller should read no further until it resolves. */
  take(messages: readonly EngineMessage[]): Promise<void> | undefined;
  /** Records something that is not an event of the engine. */
  note(kind: RunKind, fields: Fields): void;
  /** Resolves when everything so far is on the record, or is known not to be. */
  settled(): Promise<void>;
  loss(): Loss;
  /** Seals the record; with `handOver` another process goes on from the tip that is returned. */
  close(options?: { readonly handOver: boolean }): Promise<Tip | undefined>;
}

export interface RecorderParts {
  readonly ledger: Ledger;
  /** Grow with each policy that the run comes under. */
  readonly tables: RunTables & GrownTables;
  readonly feedback: FeedbackFile;
  /** Hears of such a policy once it is in the tables. */
  readonly onPolicy: (event: PolicyEvent) => void;
  readonly events?: EventsFile;
}

export function createRecorder(parts: RecorderParts): Recorder {
  const { ledger, tables, feedback, onPolicy, events } = parts;
  const tally = createTally();
  const isNews = createUntold();
  let lostEntries = 0;
  let why = '';
  let last: Promise<void> = Promise.resolve();

  const write = (kind: RunKind, fields: Fields): void => {
    const appended = ledger.append(kind, fields);
    // The events file follows the record, entry by entry and in its order.
    last = Promise.all([appended, last]).then(
      ([entry]) => events?.write(entry),
      (error: unknown) => {
        lostEntries++;
        why = reasonOf(error);
        events?.write(unrecorded(ledger.run, kind, fields));
      },
    );
  };

  const takeEvent = (event: EngineEvent): void => {
    if (event.kind === 'policy') {
      addPolicy(tables, event);
      onPolicy(event);
    }
    countEvent(tally, event, tables);
    for (const { kind, fields } of entriesOf(event, tables)) write(kind, fields);
    if (event.kind === 'match' || event.kind === 'guard') {
      if (event.feedback !== '') feedback.append(event.feedback);
      else if (event.untold !== undefined && isNews(event.untold)) feedback.append(event.untold);
    }
  };

  return {
    tally,
    take(messages) {
      for (const message of messages) {
        if (message.type === 'event') takeEvent(message.event);
        else if (message.type === 'started') write('started', { pid: message.pid });
        else if (message.type === 'exited') write('exited', exitFields(message));
      }
      return ledger.state().pendingBytes > PENDING_BYTES_MAX ? ledger.room() : undefined;
    },
    note: write,
    settled: () => last,
    loss() {
      const { lines = 0, why: linesWhy = '' } = events?.lost() ?? {};
      return { entries: lostEntries, lines, why: why || linesWhy };
    },
    async close(options) {
      await last;
      feedback.close();
      if (options?.handOver !== true) events?.close();
      try {
        return await ledger.close(options ?? {});
      } catch (error) {
        why = reasonOf(error);
        lostEntries++;
        return undefined;
      }
    },
  };
}

/** What the record says when a run is over. */
export function endFields(counters: Counters): Fields {
  return { how: 'empty', counters: { ...counters } };
}

function exitFields(message: Extract<EngineMessage, { type: 'exited' }>): Fields {
  const { code, status, signal } = message;
  return {
    code,
    ...(status === undefined ? {} : { status }),
    ...(signal === undefined ? {} : { signal }),
  };
}

/** A line for the events file of what the ledger could not take: no `seq`, no `hash`. */
function unrecorded(run: string, kind: string, fields: Fields): Partial<Entry> {
  return { v: 1, run, kind, time: new Date().toISOString(), ...fields, unrecorded: true };
}
