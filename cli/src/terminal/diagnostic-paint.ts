import { type Findings, type Paint, renderHuman } from '@rein/language';
import { say } from './streams.js';
import { type Colors, colorsFor } from './style.js';

/** The colours of this program for the diagnostics of policies. */
export function paintFor(colors: Colors): Paint {
  return (role, text) => {
    switch (role) {
      case 'error':
        return colors.bold(colors.red(text));
      case 'warning':
        return colors.bold(colors.yellow(text));
      case 'message':
        return colors.bold(text);
      case 'gutter':
        return colors.blue(text);
      case 'place':
        return text;
      case 'help':
        return colors.cyan(text);
      default:
        return role satisfies never;
    }
  };
}

/** Tells a person what is wrong with a file that a command needs. */
export function sayFindings(findings: Findings): void {
  say(renderHuman(findings, paintFor(colorsFor('stderr'))));
}
