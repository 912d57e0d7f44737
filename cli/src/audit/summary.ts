import type { Entry, JsonValue } from '@rein/ledger';
import { actionOf, decisionOf } from '../record/view.js';
import { commandLine } from '../terminal/words.js';

/** Members that every entry has, or that say how it is chained. */
const OWN: ReadonlySet<string> = new Set(['v', 'run', 'seq', 'time', 'kind', 'prev', 'hash']);

/** An entry in one line: a decision in words, anything else by its members. */
export function summaryOf(entry: Entry): string {
  const view = decisionOf(entry);
  if (view === undefined) {
    return Object.entries(entry)
      .filter(([name]) => !OWN.has(name))
      .map(([name, value]) => `${name}=${inline(value)}`)
      .join(' ');
  }
  const { verb, words } = actionOf(view);
  const decided = view.outcome ?? 'held';
  const by = view.decisive ? '' : ' (not decisive)';
  return `${decided} by ${view.rule}${by}: ${verb} ${commandLine(words)}`;
}

function inline(value: JsonValue): string {
  if (Array.isArray(value) && value.every((element) => typeof element === 'string')) {
    return commandLine(value);
  }
  return typeof value === 'string' ? value : JSON.stringify(value);
}
