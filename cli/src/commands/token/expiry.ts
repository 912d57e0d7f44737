import { cliFault } from '../../fault.js';

const UNIT_MS: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 };

/** The moment that `30d`, `12h`, `15m` or a date mean, in milliseconds since 1970. */
export function expiryOf(value: string, nowMs = Date.now()): number {
  const span = /^(\d{1,5})([mhd])$/.exec(value);
  if (span !== null) return nowMs + Number(span[1]) * (UNIT_MS[span[2] ?? ''] ?? 0);
  const date = /^\d{4}-\d\d-\d\d/.test(value) ? Date.parse(value) : Number.NaN;
  if (date > nowMs) return date;
  const expected = 'give `30d`, `12h`, `15m`, or a date to come as `2027-01-31`';
  throw cliFault('bad-option', { option: '--expires', value, expected });
}
