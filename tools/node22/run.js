// `node tools/node22/run.js SCRIPT…` runs a script under the Node 22 of the cache.
import { spawnSync } from 'node:child_process';
import { cachedNode22 } from './cached.js';

const executable = cachedNode22();
if (executable === undefined) {
  process.stderr.write('node 22 is not in the cache; `npm run node22` fetches it\n');
  process.exitCode = 1;
} else {
  const done = spawnSync(executable, process.argv.slice(2), { stdio: 'inherit' });
  process.exitCode = done.status ?? 1;
}
