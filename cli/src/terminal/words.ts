/** `1 rule`, `3 rules`. */
export function count(n: number, noun: string, plural = `${noun}s`): string {
  return `${n} ${n === 1 ? noun : plural}`;
}

const PLAIN_ARGUMENT = /^[\w@%+=:,./~^-]+$/;

/** An argv for reading, quoted where words would run together. Its strings are in shown form. */
export function commandLine(argv: readonly string[]): string {
  return argv
    .map((word) => (PLAIN_ARGUMENT.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`))
    .join(' ');
}

/** A span of time in the largest units that matter: `340 ms`, `12.3 s`, `4 min 12 s`, `3 h 5 min`. */
export function duration(ms: number): string {
  if (ms < 1000) return `${Math.max(0, Math.round(ms))} ms`;
  const seconds = ms / 1000;
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${Math.floor(seconds % 60)} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** Time since the start of a run, of one width up to an hour: `+00:12.340`. */
export function offset(ms: number): string {
  const whole = Math.max(0, Math.round(ms));
  const minutes = Math.floor(whole / 60_000);
  const seconds = ((whole % 60_000) / 1000).toFixed(3).padStart(6, '0');
  return `+${String(minutes).padStart(2, '0')}:${seconds}`;
}

/** The part of a run's id that people type: its end is chance, its start only the time. */
export function shortRun(run: string): string {
  return run.slice(-6);
}
