import { EnforceFault, shown } from '@rein/enforce';
import { DaemonFault } from '../daemon/daemon-fault.js';
import { EXIT } from '../exit-codes.js';
import { CliFault, cliFault } from '../fault.js';
import { systemRefusal } from '../system-refusal.js';
import { say } from './streams.js';
import { colorsFor } from './style.js';

/**
 * Tells a person what went wrong and what to do; returns the exit code. Something that no table
 * knows is a bug: it is shown whole.
 */
export function reportFailure(thrown: unknown): number {
  const { red, dim, cyan } = colorsFor('stderr');
  const refusal = systemRefusal(thrown);
  const error =
    refusal === undefined ? thrown : cliFault('system-refused', { why: refusal }, thrown);
  if (isFailure(error)) {
    say(
      `${red('error')}${dim(`[${error.id}]`)}: ${error.message}\n  ${cyan('help')}: ${error.help}\n`,
    );
    return exitOf(error);
  }
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  say(
    `${red('rein has a bug')}: ${text
      .split('\n')
      .map((line) => shown(line))
      .join('\n')}\n`,
  );
  return EXIT.engine;
}

interface Failure extends Error {
  readonly id: string;
  readonly help: string;
}

/** Failures of every package look alike: an id, a message, a help line. */
function isFailure(error: unknown): error is Failure {
  return (
    error instanceof Error &&
    typeof Reflect.get(error, 'id') === 'string' &&
    typeof Reflect.get(error, 'help') === 'string'
  );
}

function exitOf(error: Failure): number {
  if (error instanceof CliFault || error instanceof DaemonFault) return error.exit;
  if (error instanceof EnforceFault) return exitOfEnforce(error);
  return EXIT.no;
}

function exitOfEnforce({ code }: EnforceFault): number {
  switch (code) {
    case 'no-run':
    case 'bad-run-file':
    case 'control-unreachable':
      return EXIT.notFound;
    case 'ambiguous-run':
      return EXIT.usage;
    case 'control-refused':
      return EXIT.refused;
    default:
      return EXIT.engine;
  }
}
