import type { Held } from '../holds/held.js';
import type { Queue } from '../holds/queue.js';
import { colorsFor } from '../terminal/style.js';
import { commandLine } from '../terminal/words.js';
import { drawScreen, pageOf } from './draw.js';
import { type Deed, type Key, step } from './keys.js';
import { firstState, type State, selectedOf, withHeld } from './state.js';
import { openScreen } from './terminal.js';

const LOOK_EVERY_MS = 500;

/** The queue on the whole terminal, to be worked in, until somebody leaves it. */
export async function watchQueue(queue: Queue, who: string): Promise<void> {
  let state = firstState(who);
  const colors = colorsFor('stdout');
  let leave: () => void = () => undefined;
  let fail: (error: unknown) => void = () => undefined;
  const left = new Promise<void>((done, failed) => {
    leave = done;
    fail = failed;
  });
  const screen = openScreen({ onKey: press, onResize: paint });

  function paint(): void {
    screen.show(drawScreen(state, screen.size(), Date.now(), colors));
  }
  function become(next: State): void {
    state = next;
    paint();
    void lookBehind();
  }
  function press(key: Key): void {
    const next = step(state, key, pageOf(state, screen.size()));
    become(next.state);
    if (next.deed !== undefined) act(next.deed).catch(fail);
  }
  async function act(deed: Deed): Promise<void> {
    if (deed.kind === 'leave') {
      leave();
      return;
    }
    const held = state.held.find(({ key }) => key === deed.key);
    if (held === undefined) return;
    try {
      await held.decide(deed);
      become({ ...state, message: { tone: 'good', text: wordsOf(deed, held) } });
      await look();
    } catch (error) {
      const text = error instanceof Error ? error.message : String(error);
      become({ ...state, message: { tone: 'bad', text } });
    }
  }
  async function look(): Promise<void> {
    const { held, lost } = await queue.read();
    become(withHeld(state, held, lost));
  }
  /** Reads what takes another look, once for each thing that is looked at. */
  const asked = new Set<string>();
  async function lookBehind(): Promise<void> {
    const held = selectedOf(state);
    if (held === undefined || asked.has(held.key)) return;
    asked.add(held.key);
    try {
      const background = await held.background();
      const kept = [...state.backgrounds].filter(([key]) =>
        state.held.some((one) => one.key === key),
      );
      state = { ...state, backgrounds: new Map([...kept, [held.key, background]]) };
      paint();
    } catch {
      // Its run ended, or its record is not for the caller: what is known is shown without it.
    }
  }
  async function lookAgain(): Promise<void> {
    await look();
    timer = setTimeout(() => lookAgain().catch(fail), LOOK_EVERY_MS);
  }
  let timer: NodeJS.Timeout | undefined;
  paint();
  lookAgain().catch(fail);
  try {
    await left;
  } finally {
    clearTimeout(timer);
    screen.close();
  }
}

function wordsOf({ approve, scope }: Extract<Deed, { kind: 'decide' }>, held: Held): string {
  const verb = approve ? (scope === 'run' ? 'approved for the run' : 'approved') : 'denied';
  return `${verb}: ${held.verb} ${commandLine(held.words)}`;
}
