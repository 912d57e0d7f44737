import type { GateOpener } from '../program.js';

/** The canonical text of a gate: gates that mean the same have the same one. */
export function gateText(opener: GateOpener, closers: readonly GateOpener[]): string {
  const texts = closers.map(eventText);
  const since = texts.length === 0 ? '' : ` since ${[...new Set(texts)].join(' or ')}`;
  return `${eventText(opener)}${since}`;
}

/** `exec "go" "test" exits 0`, `write "src/**"`, `approval "release"` */
export function eventText(event: GateOpener): string {
  switch (event.kind) {
    case 'exec': {
      const { path, args } = event.exec;
      const words = [path, ...args].map(({ text }) => `"${text}"`).join(' ');
      return `exec ${words}${event.exits === null ? '' : ` exits ${event.exits}`}`;
    }
    case 'file':
      return `${event.operation} "${event.path.text}"`;
    case 'approval':
      return `approval ${JSON.stringify(event.name)}`;
  }
}
