/** What came of an action. */
export type ActionOutcome =
  | {
      readonly status: 'done';
      /** What the agent gets. */
      readonly result: Readonly<Record<string, unknown>>;
      /** What the record gets: sizes and statuses, never contents. */
      readonly summary: Readonly<Record<string, string | number | boolean>>;
    }
  | { readonly status: 'failed' | 'denied'; readonly reason: string };

/** What was allowed turned out to be something else: a link, a private address, another place. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
}

/** What could not be done for a reason that the agent is told. */
export class Failure extends Error {
  override readonly name = 'Failure';
}
