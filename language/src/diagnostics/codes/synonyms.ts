/** What people write for the effects and operations of the language. */
import { EFFECTS, type Effect, OPERATIONS, type Operation } from '@rein/contract';
import { nearest } from '../nearest.js';

const EFFECT_OF: ReadonlyMap<string, Effect> = new Map<string, Effect>([
  ['deny', 'block'],
  ['forbid', 'block'],
  ['refuse', 'block'],
  ['reject', 'block'],
  ['prevent', 'block'],
  ['disallow', 'block'],
  ['stop', 'block'],
  ['warn', 'notify'],
  ['alert', 'notify'],
  ['log', 'notify'],
  ['report', 'notify'],
  ['tell', 'notify'],
  ['remind', 'notify'],
  ['approve', 'ask'],
  ['confirm', 'ask'],
  ['prompt', 'ask'],
  ['terminate', 'kill'],
  ['end', 'kill'],
]);

const OPERATION_OF: ReadonlyMap<string, Operation> = new Map<string, Operation>([
  ['run', 'exec'],
  ['execute', 'exec'],
  ['spawn', 'exec'],
  ['delete', 'unlink'],
  ['remove', 'unlink'],
  ['rm', 'unlink'],
  ['rmdir', 'unlink'],
  ['create', 'write'],
  ['modify', 'write'],
  ['edit', 'write'],
  ['change', 'write'],
  ['rename', 'write'],
  ['truncate', 'write'],
  ['chmod', 'write'],
  ['access', 'open'],
  ['file', 'open'],
  ['send', 'connect'],
  ['network', 'connect'],
  ['net', 'connect'],
  ['endpoint', 'connect'],
  ['receive', 'recv'],
]);

/** The effect that `word` stands for, or is nearest to. */
export function meantEffect(word: string): Effect | undefined {
  const lower = word.toLowerCase();
  return EFFECT_OF.get(lower) ?? known(EFFECTS, nearest(lower, EFFECTS));
}

/** The operation that `word` stands for, or is nearest to. */
export function meantOperation(word: string): Operation | undefined {
  const lower = word.toLowerCase();
  return OPERATION_OF.get(lower) ?? known(OPERATIONS, nearest(lower, OPERATIONS));
}

function known<T extends string>(all: readonly T[], word: string | undefined): T | undefined {
  return all.find((one) => one === word);
}
