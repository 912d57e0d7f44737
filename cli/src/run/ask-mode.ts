import type { AskMode } from '@rein/enforce';
import { cliFault } from '../fault.js';

/** A person who is away for longer comes back to a denial and a reason, not to a hanging agent. */
const WAIT_SECONDS_MAX = 24 * 60 * 60;
const UNITS = { s: 1, m: 60, h: 3600 } as const;

/** Reads `--ask`: `wait=60s`, `wait=5m`, `deny`, `allow`. */
export function parseAskMode(text: string): AskMode {
  if (text === 'deny' || text === 'allow') return text;
  const found = /^wait=(?<n>[1-9][0-9]{0,5})(?<unit>[smh]?)$/.exec(text)?.groups;
  const unit = found?.unit === 'm' || found?.unit === 'h' ? found.unit : 's';
  const waitSeconds = Number(found?.n ?? Number.NaN) * UNITS[unit];
  if (!(waitSeconds <= WAIT_SECONDS_MAX)) {
    throw cliFault('bad-option', {
      option: '--ask',
      value: text,
      expected: '`wait=60s`, `wait=5m` (up to 24h), `deny` or `allow`',
    });
  }
  return { waitSeconds };
}
