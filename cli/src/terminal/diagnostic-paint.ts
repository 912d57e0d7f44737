import type { Paint } from '@rein/language';
import type { Colors } from './style.js';

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
