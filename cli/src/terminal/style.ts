import type { Effect, Outcome } from '@rein/contract';
import pc from 'picocolors';
import { isTerminal } from './streams.js';

export type Colors = ReturnType<typeof pc.createColors>;
export type Paint = (text: string) => string;

/** Colours of one stream: none when it is no terminal or NO_COLOR is set; FORCE_COLOR asks for them. */
export function colorsFor(stream: 'stdout' | 'stderr', env = process.env): Colors {
  if (env.NO_COLOR) return pc.createColors(false);
  if (env.FORCE_COLOR) return pc.createColors(env.FORCE_COLOR !== '0');
  return pc.createColors(isTerminal(stream) && env.TERM !== 'dumb');
}

/** How an effect looks wherever it stands. */
export function effectPaint(colors: Colors, effect: Effect): Paint {
  switch (effect) {
    case 'notify':
      return colors.cyan;
    case 'ask':
      return colors.yellow;
    case 'block':
      return colors.red;
    case 'kill':
      return (text) => colors.bold(colors.red(text));
    default:
      return effect satisfies never;
  }
}

/** How an outcome looks: what went on is calm, what was stopped is not. */
export function outcomePaint(colors: Colors, outcome: Outcome): Paint {
  switch (outcome) {
    case 'allowed':
      return colors.cyan;
    case 'approved':
      return colors.green;
    case 'blocked':
    case 'denied':
      return colors.red;
    case 'expired':
    case 'abandoned':
      return colors.yellow;
    case 'killed':
      return (text) => colors.bold(colors.red(text));
    default:
      return outcome satisfies never;
  }
}
