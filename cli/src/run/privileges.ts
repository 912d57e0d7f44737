import { userInfo } from 'node:os';
import type { EngineUser } from '@rein/enforce';
import { cliFault } from '../fault.js';

const NUMBER = /^[0-9]{1,10}$/;
/** Variables by which sudo says who called; they mean nothing once we are that user. */
const OF_SUDO = ['SUDO_UID', 'SUDO_GID', 'SUDO_USER', 'SUDO_COMMAND', 'SUDO_HOME'];

/** Root as sudo lent it, while this process acts as the user who called. */
export interface RootAside {
  readonly user: EngineUser;
  /** Does one thing as root, up to where it first waits: starting the engine, and asking it. */
  asRoot<T>(act: () => T): T;
  /** Becomes the user for good. */
  giveUp(): void;
}

/**
 * Under sudo this process acts as the user who called it from here on, before it reads or writes
 * anything: the agent must not be root, and the record belongs to that user. A root login without
 * sudo stays root: nothing is set aside.
 */
export function setRootAside(env: NodeJS.ProcessEnv = process.env): RootAside | undefined {
  const { SUDO_UID: uidText, SUDO_GID: gidText } = env;
  if (process.geteuid?.() !== 0 || uidText === undefined || uidText === '0') return undefined;
  if (!NUMBER.test(uidText) || gidText === undefined || !NUMBER.test(gidText)) {
    throw cliFault('sudo-unclear', { why: 'SUDO_UID and SUDO_GID are not both numbers' });
  }
  const uid = Number(uidText);
  const gid = Number(gidText);
  // The order matters: only root may change groups, and the user comes last.
  takeGroupsOf(uid, gid);
  const become = (user: number, group: number): void => {
    process.seteuid?.(0);
    process.setegid?.(group);
    process.seteuid?.(user);
  };
  become(uid, gid);
  if (process.geteuid?.() !== uid || process.getegid?.() !== gid) {
    throw cliFault('sudo-unclear', { why: 'root could not be set aside' });
  }
  takeNamesOf(uid, env);
  const groups = process.getgroups?.() ?? [];
  return {
    user: { uid, groups: [gid, ...groups.filter((group) => group !== gid)] },
    asRoot(act) {
      become(0, 0);
      try {
        return act();
      } finally {
        become(uid, gid);
      }
    },
    giveUp() {
      process.seteuid?.(0);
      process.setgid?.(gid);
      process.setuid?.(uid);
      if (
        process.getuid?.() !== uid ||
        process.geteuid?.() !== uid ||
        process.getegid?.() !== gid
      ) {
        throw cliFault('sudo-unclear', { why: 'root could not be given up' });
      }
    },
  };
}

function takeNamesOf(uid: number, env: NodeJS.ProcessEnv): void {
  const user = entryOf(uid);
  env.HOME = user.homedir;
  env.USER = user.username;
  env.LOGNAME = user.username;
  for (const name of OF_SUDO) delete env[name];
}

function entryOf(uid: number): { readonly homedir: string; readonly username: string } {
  try {
    return userInfo();
  } catch (error) {
    throw cliFault('sudo-unclear', { why: `user ${uid} is not in the user database` }, error);
  }
}

/** `process.initgroups`, which the type declarations of Node leave out. */
function takeGroupsOf(uid: number, group: number): void {
  const initgroups: unknown = Reflect.get(process, 'initgroups');
  if (typeof initgroups !== 'function') throw cliFault('sudo-unclear', { why: 'no initgroups' });
  try {
    Reflect.apply(initgroups, process, [uid, group]);
  } catch (error) {
    throw cliFault('sudo-unclear', { why: `the groups of user ${uid} are not known` }, error);
  }
}
