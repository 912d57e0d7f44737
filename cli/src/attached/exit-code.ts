import type { Run } from '@rein/contract/api';
import { EXIT } from '../exit-codes.js';

const SIGINT = 2;

/** Exit code of whoever waited for a run: that of its command, or what shells say in such a case. */
export function exitCodeOfRun({ status, exit_code, command }: Run): number {
  switch (status) {
    case 'SUCCEEDED':
      return EXIT.ok;
    case 'TIMED_OUT':
      return EXIT.timedOut;
    case 'CANCELLED':
      return EXIT.signalBase + SIGINT;
    case 'DENIED':
      if (command !== undefined && exit_code !== 0) return exit_code ?? EXIT.notExecutable;
      // What it did itself was right, and what it asked for was denied.
      return EXIT.no;
    case 'FAILED':
      if (exit_code !== undefined && exit_code !== 0) return exit_code;
      // A job is the actions of it; a command that failed without a code lost its runner.
      return command === undefined ? EXIT.no : EXIT.engine;
    case 'QUEUED':
    case 'RUNNING':
    case 'WAITING_APPROVAL':
      return EXIT.engine;
    default:
      return status satisfies never;
  }
}

export function isOver({ status }: Pick<Run, 'status'>): boolean {
  return !['QUEUED', 'RUNNING', 'WAITING_APPROVAL'].includes(status);
}
