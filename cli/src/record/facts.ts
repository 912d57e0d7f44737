import { shown } from '@rein/enforce';
import { foreign } from '../terminal/foreign.js';
import { commandLine, duration } from '../terminal/words.js';
import type { RecordedRun } from './read.js';
import { timeOf } from './view.js';

/** What ran, for a heading: the command, or the agent of a run without one. */
export function commandOf({ file, entries }: RecordedRun): string {
  const { command = [] } = file ?? {};
  if (command.length > 0) return commandLine(command.map((word) => shown(word)));
  return foreign(String(entries[0]?.agent ?? ''));
}

/** Where, under what, when, how long, and how it ended; as far as it is known. */
export function factsOf({ file, entries }: RecordedRun): string[] {
  const [first, last] = [entries[0], entries.at(-1)];
  return [
    file && `in ${shown(file.cwd)}`,
    file && `policy ${shown(file.policy)}`,
    file && `${file.tier} tier`,
    first && `${first.time.replace('T', ' ').slice(0, 19)} UTC`,
    first && last && duration(timeOf(last) - timeOf(first)),
    file?.code !== undefined && `exit code ${file.code}`,
  ].flatMap((fact) => (fact === undefined || fact === false || fact === '' ? [] : [fact]));
}
