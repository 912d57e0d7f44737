/** One thing that was looked at. */
export interface Finding {
  readonly state: 'good' | 'note' | 'bad';
  readonly topic: string;
  readonly detail: string;
  readonly help?: string;
}

/** A finding from what something threw. */
export function failure(topic: string, error: unknown): Finding {
  if (!(error instanceof Error)) return { state: 'bad', topic, detail: String(error) };
  const help: unknown = Reflect.get(error, 'help');
  const detail = error.message;
  return { state: 'bad', topic, detail, ...(typeof help === 'string' ? { help } : {}) };
}
