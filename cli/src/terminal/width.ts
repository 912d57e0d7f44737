import { isTerminal } from './streams.js';

const WIDTH_MIN = 60;

/** Columns to draw in: those of the terminal, or no limit when the output goes elsewhere. */
export function outputWidth(): number {
  if (!isTerminal('stdout')) return Number.POSITIVE_INFINITY;
  // Only commands that draw come here, never `run`, whose streams belong to the agent.
  return Math.max(WIDTH_MIN, process.stdout.columns ?? 100);
}
