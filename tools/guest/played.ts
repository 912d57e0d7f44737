/** One line of the engine's events, as far as the guest suite looks at it. */
export interface EventLine {
  readonly kind: string;
  readonly rule?: string;
  readonly outcome?: string;
  readonly cwd?: string;
  readonly target?: string;
}

/** What became of a case: how it ended, what it said, what the engine recorded. */
export interface Played {
  status: number;
  stdout: string;
  stderr: string;
  events: readonly EventLine[];
}
