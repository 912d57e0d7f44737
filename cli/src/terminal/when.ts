/** A moment as tables show it: `2026-03-01 09:30:12`, UTC. */
export function moment(ms: number): string {
  return new Date(ms).toISOString().replace('T', ' ').slice(0, 19);
}

/** How long ago, in one unit: `12 s`, `3 min`, `5 h`, `9 d`. */
export function ago(ms: number, nowMs = Date.now()): string {
  const seconds = Math.max(0, Math.floor((nowMs - ms) / 1000));
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3600)} h`;
  return `${Math.floor(seconds / 86_400)} d`;
}
