import { withoutLast } from './cells.js';
import { listed, type Mode, type State, selectedOf, type Verb } from './state.js';

/** A key as readline names it. */
export interface Key {
  readonly name?: string | undefined;
  readonly sequence?: string | undefined;
  readonly ctrl?: boolean | undefined;
  readonly meta?: boolean | undefined;
}

/** What is to be done beside the new state. */
export type Deed =
  | { readonly kind: 'leave' }
  | {
      readonly kind: 'decide';
      readonly key: string;
      readonly approve: boolean;
      readonly scope: 'once' | 'run';
      readonly reason: string;
    };

export interface Step {
  readonly state: State;
  readonly deed?: Deed;
}

/** The name of what is no key: a text that the terminal pasted, in `sequence`. */
export const PASTE = 'paste';

/** Characters of a reason; the daemon takes as many. */
const REASON_CHARS_MAX = 1000;

/** The state after a key. `page`: lines that scrolling by a page moves. */
export function step(state: State, key: Key, page: number): Step {
  if (key.ctrl === true && key.name === 'c') return { state, deed: { kind: 'leave' } };
  const { mode } = state;
  if (key.name === PASTE && mode.kind !== 'filter' && mode.kind !== 'decide') {
    const text = 'what is pasted is no command: only keys that are pressed are';
    return { state: { ...state, message: { tone: 'bad', text } } };
  }
  switch (mode.kind) {
    case 'filter':
      return { state: type(state, mode, key) };
    case 'decide':
      return isEnter(key) ? confirm(state, mode) : { state: type(state, mode, key) };
    case 'gone':
      return isEnter(key) || key.name === 'escape'
        ? { state: { ...state, mode: { kind: 'list' } } }
        : { state };
    case 'help':
      return { state: { ...state, mode: { kind: 'list' } } };
    case 'list':
    case 'open':
      return look(state, mode, key, page);
    default:
      return mode satisfies never;
  }
}

function look(
  before: State,
  mode: Extract<Mode, { kind: 'list' | 'open' }>,
  key: Key,
  page: number,
): Step {
  const state: State = { ...before, message: { tone: 'plain', text: '' } };
  const name =
    key.sequence === '?' || key.sequence === '/' || key.sequence === 'A' || key.sequence === 'G'
      ? key.sequence
      : key.name;
  switch (name) {
    case 'q':
      return mode.kind === 'open'
        ? { state: { ...state, mode: { kind: 'list' } } }
        : { state, deed: { kind: 'leave' } };
    case 'escape':
      return {
        state: {
          ...state,
          mode: { kind: 'list' },
          filter: mode.kind === 'list' ? '' : state.filter,
        },
      };
    case 'up':
    case 'k':
      return { state: move(state, -1) };
    case 'down':
    case 'j':
      return { state: move(state, 1) };
    case 'home':
    case 'g':
      return { state: move(state, Number.NEGATIVE_INFINITY) };
    case 'end':
    case 'G':
      return { state: move(state, Number.POSITIVE_INFINITY) };
    case 'pagedown':
    case 'space':
      return { state: { ...state, scroll: state.scroll + page } };
    case 'pageup':
    case 'b':
      return { state: { ...state, scroll: Math.max(0, state.scroll - page) } };
    case 'return':
    case 'enter':
      if (selectedOf(state) === undefined) return { state: chooseFirst(state) };
      return {
        state: { ...state, scroll: 0, mode: { kind: mode.kind === 'open' ? 'list' : 'open' } },
      };
    case 'a':
      return { state: ask(state, mode.kind, 'approve') };
    case 'A':
      return { state: ask(state, mode.kind, 'approve for the run') };
    case 'd':
      return { state: ask(state, mode.kind, 'deny') };
    case '/':
      return { state: { ...state, mode: { kind: 'filter', text: state.filter } } };
    case '?':
      return { state: { ...state, mode: { kind: 'help' } } };
    default:
      return { state: before };
  }
}

function move(state: State, by: number): State {
  const shown = listed(state);
  const at = shown.findIndex(({ key }) => key === state.selected);
  // Behind what is gone stands what stood there next, before it what stood there last.
  const from = at < 0 ? state.place - (by > 0 ? 1 : 0) : at;
  const to = Math.min(shown.length - 1, Math.max(0, from + by));
  return { ...state, selected: shown[to]?.key, scroll: 0 };
}

function ask(state: State, from: 'list' | 'open', verb: Verb): State {
  const held = selectedOf(state);
  if (held === undefined) return chooseFirst(state);
  if (verb === 'approve for the run' && !held.canLast) {
    const text =
      'what the engine holds is approved once; a rule of the policy can allow it for good';
    return { ...state, message: { tone: 'bad', text } };
  }
  return { ...state, mode: { kind: 'decide', verb, key: held.key, text: '', from } };
}

function chooseFirst(state: State): State {
  return { ...state, message: { tone: 'bad', text: 'choose something first, with ↑ and ↓' } };
}

function confirm(state: State, { verb, key, text, from }: Extract<Mode, { kind: 'decide' }>): Step {
  return {
    state: { ...state, mode: { kind: from }, message: { tone: 'plain', text: '…' } },
    deed: {
      ...{ kind: 'decide', key, approve: verb !== 'deny', reason: text.trim() },
      scope: verb === 'approve for the run' ? 'run' : 'once',
    },
  };
}

function type(state: State, mode: Extract<Mode, { kind: 'filter' | 'decide' }>, key: Key): State {
  if (key.name === 'escape') {
    const back = mode.kind === 'decide' ? mode.from : 'list';
    return { ...state, mode: { kind: back } };
  }
  if (isEnter(key))
    return { ...keepVisible({ ...state, filter: mode.text }), mode: { kind: 'list' } };
  if (key.name === 'backspace')
    return { ...state, mode: { ...mode, text: withoutLast(mode.text) } };
  if (key.ctrl === true && key.name === 'u') return { ...state, mode: { ...mode, text: '' } };
  const typed = key.ctrl === true || key.meta === true ? '' : typedText(key);
  if (typed === '' || /\p{Cc}/u.test(typed)) return state;
  const text = (mode.text + typed).slice(0, REASON_CHARS_MAX);
  return { ...state, mode: { ...mode, text } };
}

function typedText({ name, sequence = '' }: Key): string {
  return name === PASTE ? sequence.replace(/\p{Cc}+/gu, ' ') : sequence;
}

/** A filter that hides what was looked at moves to the first that it shows. */
function keepVisible(state: State): State {
  const shown = listed({ ...state, mode: { kind: 'list' } });
  if (shown.some(({ key }) => key === state.selected)) return state;
  return { ...state, selected: shown[0]?.key, scroll: 0 };
}

function isEnter({ name }: Key): boolean {
  return name === 'return' || name === 'enter';
}
