import { openStateDirectory } from '@rein/enforce';
import { loadTrustedKeys, verifyLedger } from '@rein/ledger';
import { commandOf, factsOf } from '../record/facts.js';
import type { RecordedRun } from '../record/read.js';
import { sourcesOf } from '../record/sources.js';
import { timeOf } from '../record/view.js';
import { count } from '../terminal/words.js';
import { flowsOf } from '../timeline/flows.js';
import { rowsOf } from '../timeline/rows.js';
import { type RunPage, renderPage } from './page.js';

/** The page of a run, with what its record is worth. */
export async function pageOf(run: RecordedRun): Promise<string> {
  const [first] = run.entries;
  return renderPage({
    run: run.run,
    command: commandOf(run),
    facts: factsOf(run),
    rows: rowsOf(run.entries, run.approvers),
    flows: flowsOf(run.entries, sourcesOf(run)),
    zeroMs: first === undefined ? 0 : timeOf(first),
    cwd: run.file?.cwd ?? '',
    verdict: await verdictOf(run),
  });
}

async function verdictOf({ run, folder, entries }: RecordedRun): Promise<RunPage['verdict']> {
  if (folder === undefined) {
    return { ok: false, text: 'The record lies with a daemon elsewhere and was not verified.' };
  }
  const verdict = await verifyLedger(folder, {
    run,
    keys: await loadTrustedKeys(openStateDirectory()),
  });
  if (!verdict.ok) return { ok: false, text: `The record is damaged: ${verdict.finding.message}.` };
  const state = verdict.live
    ? 'it is still being written'
    : verdict.sealed
      ? 'sealed'
      : 'not sealed';
  const text = `The record verifies: ${count(entries.length, 'entry', 'entries')}, signed, ${state}.`;
  return { ok: true, text };
}
