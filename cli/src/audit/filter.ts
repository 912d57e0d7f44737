import { CONTROL_KINDS, EFFECTS, OUTCOMES, RUN_KINDS } from '@rein/contract';
import { homeFolder } from '@rein/enforce';
import { createPathMatcher } from '@rein/language';
import { type Entry, GAP, RECOVER, SEAL } from '@rein/ledger';
import { cliFault } from '../fault.js';
import { textIn } from '../record/view.js';

/** What entries are asked for; several filters narrow each other. */
export interface FilterOptions {
  readonly kind?: string;
  readonly rule?: string;
  readonly effect?: string;
  readonly outcome?: string;
  readonly capability?: string;
  readonly label?: string;
  readonly path?: string;
  readonly since?: string;
  readonly until?: string;
  readonly text?: string;
}

/** What entries can be about, in either record. */
const KINDS = [...RUN_KINDS, ...CONTROL_KINDS, SEAL, RECOVER, GAP];

export type Filter = (entry: Entry) => boolean;

/** Makes a filter of options. Throws `bad-option`. */
export function createFilter(options: FilterOptions, now: Date): Filter {
  const { kind, rule, effect, outcome, capability, label, path, since, until, text } = options;
  if (kind !== undefined) oneOf('--kind', kind, KINDS);
  if (effect !== undefined) oneOf('--effect', effect, EFFECTS);
  if (outcome !== undefined) oneOf('--outcome', outcome, OUTCOMES);
  const filters: Filter[] = [];
  const member = (name: string, wanted: string | undefined): void => {
    if (wanted !== undefined) filters.push((entry) => entry[name] === wanted);
  };
  member('kind', kind);
  member('rule', rule);
  member('effect', effect);
  member('outcome', outcome);
  member('capability', capability);
  if (label !== undefined) filters.push((entry) => includes(entry, label));
  if (path !== undefined) filters.push(pathFilter(path));
  if (text !== undefined) filters.push((entry) => JSON.stringify(entry).includes(text));
  if (since !== undefined) {
    const from = momentOf('--since', since, now);
    filters.push(({ time }) => time >= from);
  }
  if (until !== undefined) {
    const to = momentOf('--until', until, now);
    filters.push(({ time }) => time < to);
  }
  return (entry) => filters.every((filter) => filter(entry));
}

function includes(entry: Entry, label: string): boolean {
  return [entry.labels, entry.gained].some((list) => Array.isArray(list) && list.includes(label));
}

/** Either name of what an operation was about; paths stand in the record in shown form. */
function pathFilter(pattern: string): Filter {
  const matcher = createPathMatcher(pattern, { root: process.cwd(), home: homeFolder() });
  if (typeof matcher !== 'function') {
    throw cliFault('bad-option', { option: '--path', value: pattern, expected: matcher.why });
  }
  return (entry) =>
    ['target', 'target2', 'resource'].some((name) => {
      const path = textIn(entry, name);
      return path !== '' && matcher(path);
    });
}

const UNITS_MS = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** A moment as entries state theirs: a date, a time, or how long ago (`90s`, `10m`, `2h`, `7d`). */
function momentOf(option: string, text: string, now: Date): string {
  const ago = /^(?<n>\d{1,9})(?<unit>[smhd])$/.exec(text)?.groups;
  const unit = Object.entries(UNITS_MS).find(([name]) => name === ago?.unit)?.[1];
  const ms = unit === undefined ? Date.parse(text) : now.getTime() - Number(ago?.n) * unit;
  const date = new Date(ms);
  if (!Number.isNaN(date.getTime())) return date.toISOString();
  const expected = 'a time as in `2026-11-20T10:00Z`, or how long ago, as in `10m`, `2h`, `7d`';
  throw cliFault('bad-option', { option, value: text, expected });
}

function oneOf(option: string, value: string, known: readonly string[]): void {
  if (known.includes(value)) return;
  throw cliFault('bad-option', { option, value, expected: `one of ${known.join(', ')}` });
}
