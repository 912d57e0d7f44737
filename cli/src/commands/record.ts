import { readFileSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import {
  adoptEngine,
  FEEDBACK_FILE,
  findRun,
  openStateDirectory,
  readRunFile,
  writeRunFile,
} from '@rein/enforce';
import { openFeedbackFile } from '@rein/govern';
import { loadTrustedKeys, openLedger, openUserKey } from '@rein/ledger';
import { Command } from 'commander';
import { eventsFile } from '../record/events-file.js';
import { createRecorder, endFields } from '../record/recorder.js';
import { ENGINE_FD, EVENTS_FD, parseHanded, READY } from '../run/hand-over.js';

export function define(name: string): Command {
  return new Command(name)
    .description('Go on recording a run whose command has ended. `rein run` starts this itself.')
    .argument('<RUN>')
    .action(record);
}

/** Records until the last process of the run has ended, then seals the record. */
async function record(name: string): Promise<void> {
  const { tip, hasEvents, unread } = parseHanded(readFileSync(0));
  const state = openStateDirectory();
  const { run, folder } = findRun(state, name);
  const found = readRunFile(folder);
  let file = { ...found, rules: [...found.rules], clauses: [...found.clauses] };
  const signer = await openUserKey(state);
  // The key may have been rotated since the run began.
  const keys = await loadTrustedKeys(state);
  const ledger = await openLedger({
    dir: folder,
    run,
    fsync: 'interval',
    signer,
    keys,
    expect: tip,
  });
  const path = join(folder, FEEDBACK_FILE);
  const recorder = createRecorder({
    ledger,
    tables: file,
    feedback: openFeedbackFile(path, statSync(path).size),
    onPolicy({ policy, labels, gates }) {
      const { numbers } = file;
      file = { ...file, policy, ...(numbers && { numbers: { ...numbers, labels, gates } }) };
      writeRunFile(folder, file);
    },
    ...(hasEvents ? { events: eventsFile(EVENTS_FD) } : {}),
  });
  const engine = adoptEngine(ENGINE_FD, unread, recorder.take);
  writeSync(1, READY);

  const end = await engine.ended;
  const failed = end.state === 'failed' ? end.fault.message : undefined;
  recorder.note(
    'end',
    end.state === 'empty' ? endFields(end.counters) : { how: 'failed', why: failed ?? '' },
  );
  await recorder.close();
  const time = new Date().toISOString();
  writeRunFile(folder, {
    ...file,
    result: failed === undefined ? { time, how: 'empty' } : { time, how: 'failed', why: failed },
  });
}
