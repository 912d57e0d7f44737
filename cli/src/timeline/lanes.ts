import { EFFECTS, type Effect } from '@rein/contract';
import { type Colors, effectPaint } from '../terminal/style.js';

/** One mark per effect; told apart without colour too. */
export const MARKS = { notify: '●', ask: '◆', block: '■', kill: '✖' } as const satisfies Record<
  Effect,
  string
>;
const LANE = '┊';
const WAITING = '┃';

/** Columns that `drawLanes` takes. */
export const LANES_WIDTH = EFFECTS.length * 2;

/**
 * One line of the four lanes, weakest effect first: the mark stands in the lane of its effect, so
 * that the eye finds what was stopped. While something waits for a person the lane of `ask` is drawn
 * through.
 */
export function drawLanes(colors: Colors, mark: Effect | undefined, waiting: boolean): string {
  return EFFECTS.map((effect) => {
    if (effect === mark) return `${effectPaint(colors, effect)(MARKS[effect])} `;
    if (effect === 'ask' && waiting) return `${colors.yellow(WAITING)} `;
    return `${colors.dim(LANE)} `;
  }).join('');
}

/** What the marks mean, for the head of a timeline. */
export function legend(colors: Colors): string {
  return EFFECTS.map((effect) => `${effectPaint(colors, effect)(MARKS[effect])} ${effect}`).join(
    '  ',
  );
}
