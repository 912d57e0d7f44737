/** One entry of an initramfs. Folders are made for every file by `packCpio` itself. */
export interface CpioEntry {
  /** Absolute path in the guest. */
  path: string;
  /** Permission bits. */
  mode: number;
  content: Uint8Array;
}

export function textFile(path: string, text: string, mode = 0o644): CpioEntry {
  return { path, mode, content: Buffer.from(text) };
}

const regular = 0o100000;
const folder = 0o040000;
const alignment = 4;

function padded(length: number): number {
  return Math.ceil(length / alignment) * alignment;
}

/** One `newc` record: a header of 8-digit hex fields, the name, the content, each padded to 4. */
function record(name: string, mode: number, content: Uint8Array, inode: number): Buffer {
  const nameBytes = Buffer.from(`${name}\0`);
  const fields = [inode, mode, 0, 0, 1, 1, content.length, 0, 0, 0, 0, nameBytes.length, 0];
  const header = `070701${fields.map((field) => field.toString(16).padStart(8, '0')).join('')}`;
  const nameEnd = padded(header.length + nameBytes.length);
  const bytes = Buffer.alloc(nameEnd + padded(content.length));
  bytes.write(header, 0, 'latin1');
  nameBytes.copy(bytes, header.length);
  Buffer.from(content).copy(bytes, nameEnd);
  return bytes;
}

function foldersOf(path: string): string[] {
  const parts = path.split('/').filter((part) => part !== '');
  return parts.slice(0, -1).map((_, index) => parts.slice(0, index + 1).join('/'));
}

/** An uncompressed archive in the form that the kernel unpacks as its first file system. */
export function packCpio(entries: readonly CpioEntry[]): Buffer {
  const folders = new Set(entries.flatMap((entry) => foldersOf(entry.path)));
  const chunks: Buffer[] = [];
  let inode = 1;
  for (const path of [...folders].sort()) {
    chunks.push(record(path, folder | 0o755, new Uint8Array(), inode++));
  }
  for (const { path, mode, content } of entries) {
    const name = path.replace(/^\/+/, '');
    chunks.push(record(name, regular | (mode & 0o7777), content, inode++));
  }
  chunks.push(record('TRAILER!!!', 0, new Uint8Array(), 0));
  return Buffer.concat(chunks);
}
