import { constants } from 'node:fs';
import { type FileHandle, mkdir, open } from 'node:fs/promises';
import { codeOf } from '../../fault.js';
import { Failure, Refusal } from '../outcome.js';

/** `O_PATH` of Linux on every machine that Node runs on; Node does not name it. */
const O_PATH = 0o10000000;
const FOLDER = O_PATH | constants.O_DIRECTORY | constants.O_NOFOLLOW;

/**
 * Opens a folder below the workspace, name by name, each looked up in the folder that is open
 * already and none followed if it is a link: what RESOLVE_BENEATH and RESOLVE_NO_SYMLINKS of
 * openat2(2) do, which Node cannot call. An agent that swaps a folder for a link in between gets a
 * refusal, or the folder that was there before.
 */
export async function openFolderBeneath(
  workspace: string,
  segments: readonly string[],
  create: boolean,
): Promise<FileHandle> {
  let folder = await opened(workspace, FOLDER, 'the workspace');
  for (const segment of segments) {
    try {
      const path = below(folder, segment);
      if (create) await mkdir(path).catch(unlessThere);
      const next = await opened(path, FOLDER, segment);
      await folder.close();
      folder = next;
    } catch (error) {
      await folder.close();
      throw error;
    }
  }
  return folder;
}

/** A name in an open folder, as a path that leads nowhere else. */
export function below(folder: FileHandle, name: string): string {
  return `/proc/self/fd/${folder.fd}/${name}`;
}

/** Opens without following a link in the last place, without waiting for the other end of a pipe. */
export async function opened(path: string, flags: number, shown: string): Promise<FileHandle> {
  try {
    return await open(path, flags | constants.O_NOFOLLOW | constants.O_NONBLOCK, 0o666);
  } catch (error) {
    throw explained(error, shown);
  }
}

/** What the system said, for the agent: its own name for the file, never the daemon's path. */
export function explained(error: unknown, shown: string): Error {
  switch (codeOf(error)) {
    case 'ELOOP':
      return new Refusal(`\`${shown}\` is a symbolic link, and none is followed`);
    case 'ENOTDIR':
      return new Refusal(`\`${shown}\` is no folder, or a symbolic link`);
    case 'ENXIO':
      return new Refusal(`\`${shown}\` is no file`);
    case 'ENOENT':
      return new Failure(`there is no \`${shown}\``, { cause: error });
    default:
      return new Failure(`\`${shown}\`: ${codeOf(error) ?? 'it cannot be used'}`);
  }
}

function unlessThere(error: unknown): void {
  if (codeOf(error) !== 'EEXIST') throw explained(error, 'a folder of the path');
}
