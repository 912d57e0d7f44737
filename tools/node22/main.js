// Fetches a Node 22 for the second test leg, from npm's own tarballs, into a cache that
// `npm ci` does not empty. Prints the path of its executable. See docs/decisions/0003.
import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { cachedNode22, cacheFolder, packageName } from './cached.js';

if (cachedNode22() === undefined) {
  mkdirSync(cacheFolder, { recursive: true });
  const args = [
    'install',
    '--prefix',
    cacheFolder,
    '--no-save',
    '--ignore-scripts',
    `${packageName}@22`,
  ];
  const done = spawnSync('npm', args, { stdio: ['ignore', 'ignore', 'inherit'] });
  if (done.status !== 0) process.exitCode = 1;
}

const executable = cachedNode22();
if (executable !== undefined) process.stdout.write(`${executable}\n`);
