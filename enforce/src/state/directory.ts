import { chmodSync, existsSync, lstatSync, mkdirSync, realpathSync } from 'node:fs';
import { userInfo } from 'node:os';
import { dirname, isAbsolute, join } from 'node:path';
import { fault, reasonOf } from '../fault.js';

const PRIVATE = 0o700;
const OTHERS = 0o077;
const OTHERS_WRITE = 0o022;
const STICKY = 0o1000;

/** Path of the state directory: `$XDG_STATE_HOME/rein`, else `~/.local/state/rein`. */
export function stateDirectory(env: NodeJS.ProcessEnv = process.env): string {
  const set = env.XDG_STATE_HOME;
  // A relative value is to be ignored, as the base directory specification says.
  if (set !== undefined && isAbsolute(set)) return join(set, 'rein');
  return join(homeFolder(env), '.local', 'state', 'rein');
}

/**
 * What `~` stands for: `$HOME`, or the user's entry where that is empty or relative. Node's own
 * `homedir` would make `~/.ssh` of an empty HOME `/.ssh`. Throws `no-home`.
 */
export function homeFolder(env: NodeJS.ProcessEnv = process.env): string {
  if (env.HOME !== undefined && isAbsolute(env.HOME)) return env.HOME;
  try {
    return userInfo().homedir;
  } catch (error) {
    throw fault('no-home', { why: 'HOME is not set and this user has no entry' }, error);
  }
}

/**
 * Makes the state directory if need be and checks it. What another user could write, replace or
 * redirect is refused: the record would be theirs. Returns its resolved path.
 */
export function openStateDirectory(env: NodeJS.ProcessEnv = process.env): string {
  const path = stateDirectory(env);
  makePrivate(path);
  const resolved = realpathSync(path);
  for (let above = dirname(resolved); ; above = dirname(above)) {
    checkAbove(above);
    if (above === dirname(above)) break;
  }
  return resolved;
}

/**
 * Makes a directory of the record if it is not there, and checks it. One that is there is only looked
 * at: inside a run `rein hook` comes here too, and there even an idle mkdir is an attempt to write.
 */
export function makePrivate(path: string): void {
  try {
    if (!existsSync(path)) mkdirSync(path, { recursive: true, mode: PRIVATE });
  } catch (error) {
    throw fault('state-not-written', { path, why: reasonOf(error) }, error);
  }
  checkPrivate(path);
}

/** A directory of the record itself: not a link, ours, and nobody else's. */
function checkPrivate(path: string): void {
  const found = lstatSync(path);
  if (!found.isDirectory()) throw unsafe(path, 'it is not a directory but a link or a file');
  if (found.uid !== process.geteuid?.()) throw unsafe(path, `it belongs to user ${found.uid}`);
  if ((found.mode & OTHERS_WRITE) !== 0) throw unsafe(path, 'other users may write to it');
  // Ours and never writable by others: only readers are shut out.
  if ((found.mode & OTHERS) !== 0) chmodSync(path, PRIVATE);
}

/** A directory above: only root, this user, or everybody under the sticky bit may rename in it. */
function checkAbove(path: string): void {
  const { uid, mode } = lstatSync(path);
  if (uid !== 0 && uid !== process.geteuid?.()) {
    throw unsafe(path, `it is above the record and belongs to user ${uid}`);
  }
  if ((mode & OTHERS_WRITE) !== 0 && (mode & STICKY) === 0) {
    throw unsafe(path, 'it is above the record and other users may write to it');
  }
}

function unsafe(path: string, why: string): Error {
  return fault('unsafe-state', { path, why });
}
