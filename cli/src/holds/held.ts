/** Something that waits for a person, wherever it waits: strings are fit for the screen. */
export interface Held {
  /** What people type: short, and unique but for rare accidents. */
  readonly id: string;
  /** Unique among all that waits anywhere. */
  readonly key: string;
  readonly run: string;
  /** Agent of the daemon; undefined for a run that was started on a terminal. */
  readonly agent: string | undefined;
  /** Who submitted the run, and so cannot decide. */
  readonly requestedBy: string | undefined;
  readonly verb: string;
  readonly words: readonly string[];
  /** What is really run, if argv calls it something else, or if the rule is about what runs already. */
  readonly disguise: string;
  readonly rule: string;
  readonly why: string;
  readonly cwd: string;
  readonly exe: string;
  readonly pid: number | undefined;
  readonly labels: readonly string[];
  /** The diff, or the bytes to be written. */
  readonly preview: string;
  readonly sinceMs: number;
  /** Without an answer until then it is a denial. */
  readonly expiresMs: number;
  /** When it becomes overdue; undefined where nobody set a time. */
  readonly dueMs: number | undefined;
  /** Whether it may be allowed for the rest of the run. */
  readonly canLast: boolean;
  /** As scripts get it. */
  readonly json: object;
  /** Lets it pass or refuses it. Throws what keeps it from being decided. */
  decide(answer: Answer): Promise<void>;
  /** What takes another look to know. */
  background(): Promise<Background>;
}

export interface Answer {
  readonly approve: boolean;
  readonly reason: string;
  readonly scope: 'once' | 'run';
}

/** Where something that waits comes from. */
export interface Background {
  /** Programs from the run's first process down to the one that waits. */
  readonly lineage: readonly string[];
  /** For each label: what it was gained from. */
  readonly origins: readonly { readonly label: string; readonly from: string }[];
}

/** Labels that say something: every process of a run carries the other two. */
export function tellingLabels(labels: readonly string[]): string[] {
  return labels.filter((label) => label !== 'AGENT' && label !== 'COMMAND');
}

export function isOverdue({ dueMs }: Pick<Held, 'dueMs'>, nowMs: number): boolean {
  return dueMs !== undefined && dueMs <= nowMs;
}
