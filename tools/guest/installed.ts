import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stagePackage } from '../pack/stage.js';
import { type CpioEntry, textFile } from './cpio.js';
import { hostFile, hostPrograms } from './programs.js';

const home = '/usr/lib/node_modules/rein';

/** Node of this machine and the package that users install, with `rein` on PATH. */
export function installedRein(): CpioEntry[] {
  const folder = mkdtempSync(join(tmpdir(), 'rein-guest-package-'));
  try {
    stagePackage(folder);
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) =>
      statSync(join(folder, path)).isFile(),
    );
    return [
      ...hostPrograms([process.execPath]).map((entry) =>
        entry.path === process.execPath ? { ...entry, path: '/usr/bin/node' } : entry,
      ),
      ...files.map((path) => hostFile(join(folder, path), join(home, path))),
      textFile('/usr/local/bin/rein', `#!/bin/sh\nexec node ${home}/bin/rein.js "$@"\n`, 0o755),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
