import {
  type EngineMessage,
  type RunFile,
  type RunNumbers,
  reasonOf,
  shown,
  writeRunFile,
} from '@rein/enforce';
import { type GrownTables, openFeedbackFile, type RunTables } from '@rein/govern';
import { cliFault } from '../fault.js';
import type { EventsFile } from '../record/events-file.js';
import { createRecorder, type Loss, type Recorder } from '../record/recorder.js';
import { VERSION } from '../version.js';
import type { Governed } from './governed.js';
import { announceHolds } from './hold-notice.js';
import type { RunRecord } from './record-of-run.js';

/** Characters of one word of a command on the record. */
const WORD_CHARS_MAX = 4096;

export interface KeeperParts {
  readonly record: RunRecord;
  readonly governed: Governed;
  readonly events?: EventsFile;
  readonly tables: RunTables & GrownTables;
  readonly numbers: RunNumbers;
  readonly agent: string;
  readonly command: readonly string[];
  readonly policy: string;
}

/** Keeps the record and the description of one run. */
export interface Keeper extends Pick<Recorder, 'note' | 'tally' | 'settled'> {
  readonly record: RunRecord;
  readonly events: EventsFile | undefined;
  readonly startedMs: number;
  take(messages: readonly EngineMessage[]): Promise<void> | undefined;
  loss(): Loss;
  /** Resolves when the first entry is on the record; throws `record-not-begun`. */
  begun(): Promise<void>;
  /** The command's first process ended. */
  exited(code: number): void;
  /** Nothing more comes: seals record and description. */
  finish(result: Omit<NonNullable<RunFile['result']>, 'time'>): Promise<void>;
  /** The command was never started. */
  refuse(why: string): Promise<void>;
  /** Stops writing where another process is to go on. */
  handOver(): ReturnType<Recorder['close']>;
}

export function createKeeper(parts: KeeperParts): Keeper {
  const { record, governed, tables, events } = parts;
  const { run, folder, ledger } = record;
  const startedMs = Date.now();
  const recorder = createRecorder({
    ledger,
    tables,
    feedback: openFeedbackFile(record.feedbackPath),
    onPolicy: ({ policy, labels, gates }) =>
      update({ policy, numbers: { ...parts.numbers, labels, gates } }),
    ...(events === undefined ? {} : { events }),
  });
  let file: RunFile = {
    run,
    started: new Date(startedMs).toISOString(),
    command: parts.command,
    cwd: process.cwd(),
    policy: parts.policy,
    engine: governed.identity,
    ...{ numbers: parts.numbers, agent: parts.agent },
    ...tables,
  };
  let unwritten = '';
  const update = (change: Partial<RunFile>): void => {
    file = { ...file, ...change };
    try {
      writeRunFile(folder, file);
    } catch (error) {
      // The log is the evidence. That this summary of it is missing is said with the rest.
      unwritten = reasonOf(error);
    }
  };
  writeRunFile(folder, file);
  recorder.note('start', {
    command: file.command.map((word) => shown(word, WORD_CHARS_MAX)),
    cwd: shown(file.cwd, WORD_CHARS_MAX),
    policy: shown(file.policy, WORD_CHARS_MAX),
    policy_digest: record.policyDigest,
    image_digest: record.imageDigest,
    tier: tables.tier,
    rein_version: VERSION,
  });

  const finish: Keeper['finish'] = async (result) => {
    await recorder.close();
    update({ result: { time: new Date().toISOString(), ...result } });
  };
  return {
    ...{ record, events, startedMs, tally: recorder.tally },
    ...{ note: recorder.note, settled: recorder.settled },
    take(messages) {
      const busy = recorder.take(messages);
      announceHolds(messages, tables);
      return busy;
    },
    loss() {
      const loss = recorder.loss();
      return unwritten === '' ? loss : { ...loss, entries: loss.entries + 1, why: unwritten };
    },
    async begun() {
      await recorder.settled();
      const { entries, why } = recorder.loss();
      if (entries > 0) throw cliFault('record-not-begun', { why });
    },
    exited: (code) => update({ code }),
    finish,
    async refuse(why) {
      recorder.note('end', { how: 'refused', why });
      await finish({ how: 'refused', why });
    },
    handOver: () => recorder.close({ handOver: true }),
  };
}
