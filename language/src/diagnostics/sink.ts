import type { Diagnostic } from './diagnostic.js';

/** Problems that one file reports; what comes after is counted. */
export const DIAGNOSTICS_MAX = 200;

/** Collects diagnostics: bounded, and never two of one code at one place. */
export interface Sink {
  add(diagnostic: Diagnostic): void;
  /** Ordered by place. */
  sorted(): readonly Diagnostic[];
  readonly failed: boolean;
  /** How many were not kept. */
  readonly dropped: number;
}

export function createSink(): Sink {
  const kept: Diagnostic[] = [];
  const seen = new Set<string>();
  let failed = false;
  let dropped = 0;
  return {
    add(diagnostic) {
      failed ||= diagnostic.severity === 'error';
      if (kept.length >= DIAGNOSTICS_MAX) {
        dropped += 1;
        return;
      }
      const key = `${diagnostic.code}@${diagnostic.span.start}`;
      if (seen.has(key)) return;
      seen.add(key);
      kept.push(diagnostic);
    },
    sorted: () => kept.toSorted((a, b) => a.span.start - b.span.start),
    get failed() {
      return failed;
    },
    get dropped() {
      return dropped;
    },
  };
}
