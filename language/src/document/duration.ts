const MILLISECONDS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

const LEAST_MS = 1000;
const MOST_MS = 24 * 3_600_000;

/** `60s`, `5m`, `1h`, `1500ms` in milliseconds; undefined when it is no time from 1s to 24h. */
export function readDuration(text: string): number | undefined {
  const [, number, unit] = /^([0-9]{1,8})(ms|s|m|h)$/.exec(text) ?? [];
  if (number === undefined || unit === undefined) return undefined;
  const milliseconds = Number(number) * (MILLISECONDS[unit] ?? Number.NaN);
  return milliseconds >= LEAST_MS && milliseconds <= MOST_MS ? milliseconds : undefined;
}
