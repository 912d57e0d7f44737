/** Actions of a case to events of the model. */
import type { Address } from '../endpoint/key.js';
import { endpointKey } from '../endpoint/key.js';
import { utf8 } from '../glob/utf8.js';
import {
  bindEvent,
  connectEvent,
  type Event,
  execEvent,
  type FileRef,
  linkEvent,
  openEvent,
  renameEvent,
  unlinkEvent,
} from '../model/event.js';
import type { Action } from './case.js';
import type { Files } from './paths.js';

/** What somebody decides about. */
export type DecidedAction = Exclude<Action, { kind: 'fork' | 'exit' | 'approve' }>;

/** Where programs are that are called by their name alone. */
const PROGRAMS = '/usr/bin/';

export function eventOf(process: number, action: DecidedAction, files: Files): Event {
  switch (action.kind) {
    case 'exec':
      return execOf(process, action, files);
    case 'read':
    case 'write':
      return openEvent(process, fileAt(action.path, files), [action.kind]);
    case 'open':
      return openEvent(process, fileAt(action.path, files), ['read', 'write']);
    case 'unlink':
      return unlinkEvent(process, fileAt(action.path, files));
    case 'rename': {
      const to = utf8(files.absolute(action.to));
      return renameEvent(process, fileAt(action.from, files), [to], action.directory);
    }
    case 'link': {
      const one = fileAt(action.from, files);
      const other = { names: [utf8(files.absolute(action.to))], object: one.object };
      return linkEvent(process, one, other);
    }
    case 'connect':
      return connectEvent(process, endpointOf(action.address, action.hosts));
    case 'listen':
      return bindEvent(process, endpointOf(action.address, action.hosts));
    default:
      return action satisfies never;
  }
}

/** What has become of the names, once the operation went through. */
export function applyToFiles(action: DecidedAction, files: Files): void {
  if (action.kind === 'unlink') files.unlink(files.absolute(action.path));
  if (action.kind !== 'rename' && action.kind !== 'link') return;
  files[action.kind](files.absolute(action.from), files.absolute(action.to));
}

function fileAt(path: string, files: Files): FileRef {
  const absolute = files.absolute(path);
  return { names: [utf8(absolute)], object: files.objectAt(absolute) };
}

type Exec = Extract<Action, { kind: 'exec' }>;

function execOf(process: number, { argv, file, interpreter }: Exec, files: Files): Event {
  const [program = ''] = argv;
  const called = files.absolute(program.includes('/') ? program : PROGRAMS + program);
  const resolved = file === null ? called : files.absolute(file);
  const interpreted = interpreter === null ? [] : [files.absolute(interpreter)];
  const names = [...new Set([called, resolved, ...interpreted])];
  return execEvent(
    process,
    { names: names.map(utf8), object: files.objectAt(resolved) },
    {
      tokens: argv.map(utf8),
      ...(interpreter === null ? {} : { script: utf8(called) }),
      truncated: false,
    },
  );
}

function endpointOf(address: Address, hosts: readonly string[]) {
  return { address, hosts, object: `endpoint ${endpointKey(address).join('.')}` };
}
