/** One line of the results; the same form for every tier and every benchmark. */
export interface Row {
  readonly name: string;
  readonly tier: string;
  /** Rules of the policy; 0 where there is none. */
  readonly rules: number;
  /** Without rein, in `unit`; null where there is nothing to compare with. */
  readonly native: number | null;
  readonly rein: number;
  /** rein ÷ native, the median over pairs taken in turn; null where native is. */
  readonly ratio: number | null;
  readonly unit: 'ns' | 'ms' | 'us' | 'MiB' | 'events' | 'per s';
  /** What DESIGN asks for, in words. */
  readonly goal: string;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? Number.NaN;
}

/** Value at a share (0..1) of the sorted samples. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

/** A table for people. */
export function table(rows: readonly Row[]): string {
  const number = (value: number | null): string =>
    value === null ? '–' : value >= 100 ? value.toFixed(0) : value.toFixed(2);
  const cells = rows.map((row) => [
    row.name,
    String(row.rules),
    `${number(row.native)}`,
    `${number(row.rein)} ${row.unit}`,
    row.ratio === null ? '–' : `${row.ratio.toFixed(2)} ×`,
    row.goal,
  ]);
  const all = [['what', 'rules', 'native', 'rein', 'ratio', 'goal'], ...cells];
  const widths = all[0]?.map((_, i) => Math.max(...all.map((line) => line[i]?.length ?? 0))) ?? [];
  return all
    .map((line) =>
      line
        .map((cell, i) => cell.padEnd(widths[i] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
