import { accessSync, constants } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';
import { run, SetupFailure } from './run.js';
import { say, since } from './say.js';
import { benchPackages, guestPackages, systemPackages } from './system-packages.js';

/** Exit status when the machine lacks a package and setup may not install it. */
const needsPackages = 2;

/**
 * @param {string} command
 * @returns {boolean} whether PATH leads to an executable of that name
 */
function onPath(command) {
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    if (folder === '') continue;
    try {
      accessSync(join(folder, command), constants.X_OK);
      return true;
    } catch {
      // not in this folder
    }
  }
  return false;
}

/**
 * @param {import('./system-packages.js').SystemPackage} wanted
 * @returns {boolean}
 */
function isPresent(wanted) {
  if (wanted.command !== undefined) return onPath(wanted.command);
  // gcc prints an absolute path for a file it found and repeats the bare name for one it did not.
  const found = run('gcc', [`-print-file-name=${wanted.library}`]);
  return found.ok && isAbsolute(found.output.trim());
}

/**
 * Installs the Debian packages of a list that are missing, or says which command would.
 *
 * @param {string} part what the list is, for whoever reads along
 * @param {readonly import('./system-packages.js').SystemPackage[]} wanted
 */
function ensurePackages(part, wanted) {
  const missingPackages = () => wanted.filter((one) => !isPresent(one));
  const missing = missingPackages();
  if (missing.length === 0) {
    say(part, `all ${wanted.length} present`);
    return;
  }
  for (const { debian, reason } of missing) say(part, `${debian} is missing: ${reason}`);
  const install = ['install', '-y', '--no-install-recommends', ...missing.map((row) => row.debian)];
  if (!onPath('apt-get')) {
    throw new SetupFailure(
      `install ${missing.map((row) => row.debian).join(', ')} with the package manager of this system`,
      needsPackages,
    );
  }
  if (process.getuid?.() !== 0) {
    const command = `sudo apt-get update && sudo apt-get ${install.join(' ')}`;
    throw new SetupFailure(`not root, so run this first:\n\n    ${command}\n`, needsPackages);
  }
  const startedMs = performance.now();
  const quiet = { DEBIAN_FRONTEND: 'noninteractive' };
  for (const args of [['update'], install]) {
    const done = run('apt-get', args, quiet);
    if (!done.ok) throw new SetupFailure(`apt-get ${args.join(' ')} failed\n${done.output}`, 1);
  }
  const still = missingPackages();
  if (still.length > 0) {
    const names = still.map((row) => row.debian).join(', ');
    throw new SetupFailure(
      `apt-get succeeded but these are still not found: ${names}`,
      needsPackages,
    );
  }
  say(part, `installed ${missing.length} in ${since(startedMs)}`);
}

/** What building and testing needs. Throws SetupFailure. */
export function ensureSystemPackages() {
  ensurePackages('system packages', systemPackages);
}

/** What booting a guest needs besides; only the tests of the kernel tiers do. Throws SetupFailure. */
export function ensureGuestPackages() {
  ensurePackages('guest packages', guestPackages);
}

/** What the bench of the kernel tiers needs besides. Throws SetupFailure. */
export function ensureBenchPackages() {
  ensurePackages('bench packages', benchPackages);
}
