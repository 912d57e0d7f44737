import { execFile } from 'node:child_process';
import { fault, reasonOf } from '../fault.js';
import { boolean, fieldsElement, list, number, parseFields, text } from '../frames/shape.js';

/** Looking at maps and removing links takes milliseconds each. */
const PINS_LIMIT_MS = 30_000;

/** Hooks of one build and tier that are pinned in the kernel. */
export interface Pin {
  readonly folder: string;
  /** Runs that have processes; -1 when that cannot be known. */
  readonly runs: number;
}

export interface CleanedPin extends Pin {
  readonly removed: boolean;
}

/** The hooks that are pinned on this machine. Needs root. Throws `no-pins`. */
export function listPins(engine: string): Promise<Pin[]> {
  return ask(engine, 'pins', (pin) => ({ folder: text(pin, 'folder'), runs: number(pin, 'runs') }));
}

/** Removes those that no run uses. Needs root. Throws `no-pins`. */
export function cleanPins(engine: string): Promise<CleanedPin[]> {
  return ask(engine, 'clean', (pin) => ({
    folder: text(pin, 'folder'),
    runs: number(pin, 'runs'),
    removed: boolean(pin, 'removed'),
  }));
}

function ask<T>(
  engine: string,
  command: 'pins' | 'clean',
  read: (pin: ReturnType<typeof fieldsElement>) => T,
): Promise<T[]> {
  return new Promise((resolve, reject) => {
    execFile(engine, [command], { timeout: PINS_LIMIT_MS }, (error, stdout) => {
      try {
        // The engine fails when one could not be removed, and lists them all the same.
        resolve(list(parseFields(stdout), 'pins', (one, path) => read(fieldsElement(one, path))));
      } catch (shape) {
        reject(fault('no-pins', { why: reasonOf(error ?? shape) }, error ?? shape));
      }
    });
  });
}
