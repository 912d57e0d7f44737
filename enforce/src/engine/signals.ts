import { readFileSync } from 'node:fs';

/** Signals that a person or a supervisor sends to a command that it started. */
const PASSED_ON = ['SIGINT', 'SIGQUIT', 'SIGTERM', 'SIGHUP', 'SIGUSR1', 'SIGUSR2'] as const;
/** The terminal sends these to every process in the foreground, the command among them. */
const FROM_TERMINAL: ReadonlySet<NodeJS.Signals> = new Set(['SIGINT', 'SIGQUIT']);

/**
 * From now on signals to this process go to the process that `target` names (none: nothing
 * happens), and this process survives them to tell what happened. A Ctrl-C reaches the command from
 * the terminal itself and is not doubled. Returns what ends the arrangement.
 */
export function passSignals(target: () => number | undefined): () => void {
  const handlers = PASSED_ON.map((signal) => {
    const handler = (): void => {
      const pid = target();
      if (pid === undefined) return;
      if (FROM_TERMINAL.has(signal) && isInForeground()) return;
      try {
        process.kill(pid, signal);
      } catch {
        // It ended a moment ago: its exit is on the way.
      }
    };
    process.on(signal, handler);
    return { signal, handler };
  });
  return () => {
    for (const { signal, handler } of handlers) process.off(signal, handler);
  };
}

/**
 * Whether this process's group is the one its terminal sends keys to. Node does not tell who sent a
 * signal; in the foreground a SIGINT is taken to come from the terminal.
 */
function isInForeground(): boolean {
  try {
    const stat = readFileSync('/proc/self/stat', 'utf8');
    // After the name, which may hold anything: state ppid pgrp session tty_nr tpgid
    const after = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const [, , group, , terminal, foreground] = after;
    return terminal !== '0' && group === foreground;
  } catch {
    return false;
  }
}
