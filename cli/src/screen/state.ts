import type { Background, Held } from '../holds/held.js';

/** What the screen is about to do with what is typed. */
export type Mode =
  | { readonly kind: 'list' }
  /** What is looked at fills the screen. */
  | { readonly kind: 'open' }
  | { readonly kind: 'help' }
  /** What was being decided about is gone: what is typed on goes nowhere. */
  | { readonly kind: 'gone' }
  | { readonly kind: 'filter'; readonly text: string }
  /** A decision about one thing, until it is confirmed: `text` is the reason. */
  | {
      readonly kind: 'decide';
      readonly verb: Verb;
      readonly key: string;
      readonly text: string;
      readonly from: 'list' | 'open';
    };

export type Verb = 'approve' | 'approve for the run' | 'deny';

export interface State {
  readonly held: readonly Held[];
  readonly filter: string;
  /** What is looked at: it stays that while other things come and go. */
  readonly selected: string | undefined;
  /** Where in the list it stood, once it is gone: from there one moves on. */
  readonly place: number;
  readonly scroll: number;
  readonly mode: Mode;
  readonly message: { readonly tone: 'good' | 'bad' | 'plain'; readonly text: string };
  readonly backgrounds: ReadonlyMap<string, Background>;
  /** Why the daemon could not be asked. */
  readonly lost: string | undefined;
  readonly who: string;
}

export function firstState(who: string): State {
  return {
    ...{ held: [], filter: '', selected: undefined, place: 0, scroll: 0, mode: { kind: 'list' } },
    message: { tone: 'plain', text: '' },
    ...{ backgrounds: new Map(), lost: undefined, who },
  };
}

/** What the filter lets through. */
export function listed({ held, filter, mode }: State): readonly Held[] {
  const text = (mode.kind === 'filter' ? mode.text : filter).toLowerCase();
  if (text === '') return held;
  return held.filter(({ id, run, agent, verb, words, rule, cwd, requestedBy }) =>
    [id, run, agent, verb, ...words, rule, cwd, requestedBy].join(' ').toLowerCase().includes(text),
  );
}

export function selectedOf(state: State): Held | undefined {
  return listed(state).find(({ key }) => key === state.selected);
}

/** The state once other things wait. */
export function withHeld(state: State, held: readonly Held[], lost: string | undefined): State {
  const next = { ...state, held, lost };
  if (state.selected === undefined) {
    return state.held.length > 0 ? next : { ...next, selected: listed(next)[0]?.key };
  }
  if (held.some(({ key }) => key === state.selected)) return next;
  const before = listed(state);
  const at = before.findIndex(({ key }) => key === state.selected);
  const isAway = lost !== undefined && before[at]?.agent !== undefined;
  // Nothing takes the place of what is gone: a key that is on its way must not meet another thing.
  const isMine = state.message.tone === 'good';
  const text = isAway
    ? 'reind does not answer; what waits there goes on waiting'
    : 'what you looked at is decided, expired or gone';
  const gone: State = {
    ...{ ...next, selected: undefined, place: Math.max(0, at), scroll: 0 },
    message: isMine ? state.message : { tone: 'plain', text },
  };
  if (state.mode.kind === 'decide') return { ...gone, mode: { kind: 'gone' } };
  return state.mode.kind === 'open' ? { ...gone, mode: { kind: 'list' } } : gone;
}
