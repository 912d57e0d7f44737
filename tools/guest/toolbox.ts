import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { CpioEntry } from './cpio.js';
import { hostFile, hostPrograms } from './programs.js';

/** Real programs, since what busybox does under these names is not what an agent's tools do. */
const programs =
  'cat chmod cp date dd env flock ln ls mkdir mv nohup rm setsid sleep touch true truncate xargs seq grep tr sort'
    .split(' ')
    .map((name) => `/usr/bin/${name}`);

/** Parts of Python's library that `import ctypes, socket, subprocess` needs. */
const pythonFolders = ['', 'collections', 'ctypes', 'encodings', 'importlib', 're', 'lib-dynload'];
const pythonFile = /\.(py|so)$/;

function pythonLibrary(): CpioEntry[] {
  const root = ['/usr/lib/python3.11', '/usr/lib/python3.13'].find((path) => existsSync(path));
  if (root === undefined) return [];
  return pythonFolders.flatMap((folder) =>
    existsSync(join(root, folder))
      ? readdirSync(join(root, folder))
          .filter((name) => pythonFile.test(name))
          .map((name) => hostFile(join(root, folder, name)))
      : [],
  );
}

/** What the scripts of the scenarios run: bash, the core utilities, python. */
export function toolbox(): CpioEntry[] {
  const python = existsSync('/usr/bin/python3') ? ['/usr/bin/python3'] : [];
  const ffi = readdirSync('/usr/lib/x86_64-linux-gnu').find((name) => name === 'libffi.so.8');
  const libraries = ffi === undefined ? [] : [`/usr/lib/x86_64-linux-gnu/${ffi}`];
  return [
    ...hostPrograms([
      '/bin/bash',
      ...(existsSync('/usr/sbin/bpftool') ? ['/usr/sbin/bpftool'] : []),
      ...programs.filter((path) => existsSync(path)),
      ...python,
    ]),
    ...libraries.map((path) => hostFile(path)),
    ...pythonLibrary(),
  ];
}
