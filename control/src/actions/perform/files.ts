import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { type FileHandle, lstat, opendir, rename, unlink } from 'node:fs/promises';
import { readWorkspacePath } from '@rein/language';
import { codeOf } from '../../fault.js';
import { LIMITS } from '../../limits.js';
import { type ActionOutcome, Failure, Refusal } from '../outcome.js';
import { below, explained, opened, openFolderBeneath } from './beneath.js';

/** Bytes of a file that one action reads. */
const READ_BYTES = LIMITS.bodyBytes;
/** Names in one listing. */
const LIST_MAX = 10_000;

interface Place {
  readonly folder: FileHandle;
  /** Last name of the path. */
  readonly name: string;
}

/** Works in the folder that holds the path. */
async function at<Result>(
  workspace: string,
  path: string,
  create: boolean,
  work: (place: Place) => Promise<Result>,
): Promise<Result> {
  const read = readWorkspacePath(path);
  if (!read.ok) throw new Refusal(read.why);
  const name = read.segments.at(-1);
  if (name === undefined) throw new Refusal('the path is the workspace itself');
  const folder = await openFolderBeneath(workspace, read.segments.slice(0, -1), create);
  try {
    return await work({ folder, name });
  } finally {
    await folder.close();
  }
}

/** Reads a file whole. `maxBytes` is what the rule that allowed it says. */
export function readFileBeneath(
  workspace: string,
  path: string,
  encoding: 'utf8' | 'base64',
  maxBytes: number = READ_BYTES,
): Promise<ActionOutcome> {
  return at(workspace, path, false, async ({ folder, name }) => {
    const file = await opened(below(folder, name), constants.O_RDONLY, path);
    try {
      const { size } = await requireFile(file, path);
      const most = Math.min(maxBytes, READ_BYTES);
      if (size > most) throw new Refusal(`\`${path}\` has more than ${most} bytes`);
      // One byte more than allowed: the file may grow while it is read.
      const buffer = Buffer.alloc(most + 1);
      let filled = 0;
      for (;;) {
        const { bytesRead } = await file.read(buffer, filled, buffer.length - filled, filled);
        filled += bytesRead;
        if (bytesRead === 0 || filled === buffer.length) break;
      }
      if (filled > most) throw new Refusal(`\`${path}\` has more than ${most} bytes`);
      const content = buffer.subarray(0, filled).toString(encoding);
      return { status: 'done', result: { content, encoding }, summary: { bytes: filled } };
    } finally {
      await file.close();
    }
  });
}

/**
 * Writes a file whole, and makes the folders it lies in. The new file takes the place of the old one
 * in one step: a hard link that the agent made to something elsewhere keeps what it had.
 *
 * @param label puts the labels of the run on it, by a path that leads to this file and no other
 */
export function writeFileBeneath(
  workspace: string,
  path: string,
  content: Buffer,
  label: (file: string) => Promise<void>,
): Promise<ActionOutcome> {
  return at(workspace, path, true, async ({ folder, name }) => {
    const target = below(folder, name);
    const mode = await modeOf(target, path);
    const temporary = below(folder, `.rein-${randomBytes(8).toString('hex')}`);
    const file = await opened(
      temporary,
      constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL,
      path,
    );
    try {
      // While it is empty: nobody can read what is not there before it carries what it has to.
      await label(`/proc/${process.pid}/fd/${file.fd}`);
      await file.writeFile(content);
      if (mode !== undefined) await file.chmod(mode);
      await file.sync();
      await rename(temporary, target);
    } catch (error) {
      await unlink(temporary).catch(() => undefined);
      throw error instanceof Failure ? error : explained(error, path);
    } finally {
      await file.close();
    }
    return {
      status: 'done',
      result: { bytes: content.length },
      summary: { bytes: content.length },
    };
  });
}

/** Removes a file, or a link itself. */
export function deleteBeneath(workspace: string, path: string): Promise<ActionOutcome> {
  return at(workspace, path, false, async ({ folder, name }) => {
    try {
      await unlink(below(folder, name));
    } catch (error) {
      if (codeOf(error) === 'EISDIR') throw new Failure(`\`${path}\` is a folder`);
      throw explained(error, path);
    }
    return { status: 'done', result: {}, summary: {} };
  });
}

/** Names in a folder, in order, with what they are. */
export async function listBeneath(workspace: string, path: string): Promise<ActionOutcome> {
  const read = readWorkspacePath(path);
  if (!read.ok) throw new Refusal(read.why);
  const folder = await openFolderBeneath(workspace, read.segments, false);
  try {
    const entries: { name: string; kind: string }[] = [];
    for await (const entry of await opendir(below(folder, '.'))) {
      if (entries.length >= LIST_MAX)
        throw new Failure(`\`${path}\` has more than ${LIST_MAX} names`);
      const kind = entry.isFile()
        ? 'file'
        : entry.isDirectory()
          ? 'folder'
          : entry.isSymbolicLink()
            ? 'link'
            : 'other';
      entries.push({ name: entry.name, kind });
    }
    entries.sort((a, b) => (a.name < b.name ? -1 : 1));
    return { status: 'done', result: { entries }, summary: { entries: entries.length } };
  } finally {
    await folder.close();
  }
}

async function requireFile(file: FileHandle, path: string) {
  const found = await file.stat();
  if (!found.isFile()) throw new Refusal(`\`${path}\` is no file`);
  return found;
}

/** The mode to keep; refuses to put a file in the place of anything but a file. */
async function modeOf(target: string, path: string): Promise<number | undefined> {
  try {
    const found = await lstat(target);
    if (found.isSymbolicLink()) {
      throw new Refusal(`\`${path}\` is a symbolic link, and none is followed`);
    }
    if (!found.isFile()) throw new Refusal(`\`${path}\` is no file`);
    return found.mode & 0o777;
  } catch (error) {
    if (error instanceof Refusal) throw error;
    if (codeOf(error) === 'ENOENT') return undefined;
    throw explained(error, path);
  }
}
