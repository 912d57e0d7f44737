/**
 * `npm run example NAME`: runs the example in `examples/NAME/NAME.sh`, as somebody would who just
 * installed `rein`: in a folder of its own with a home of its own, which are gone afterwards.
 */
import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  rmSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { root } from '../repository/architecture.js';

const examples = join(root, 'examples');
const scriptOf = (name: string): string => join(examples, name, `${name}.sh`);
const [name = ''] = process.argv.slice(2);
const known = readdirSync(examples).filter((folder) => existsSync(scriptOf(folder)));
if (!known.includes(name)) {
  console.error(`usage: npm run example NAME, where NAME is one of: ${known.join(', ')}`);
  process.exit(2);
}

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'rein-example-')));
try {
  const place = join(folder, name);
  cpSync(join(examples, name), place, { recursive: true });
  mkdirSync(join(folder, 'home'));
  console.log(`in ${place}`);
  const { status } = spawnSync('bash', [`${name}.sh`], {
    cwd: place,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: {
      ...process.env,
      ...{ HOME: join(folder, 'home'), XDG_STATE_HOME: join(folder, 'state'), XDG_RUNTIME_DIR: '' },
      PATH: [join(root, 'node_modules', '.bin'), process.env.PATH].join(delimiter),
    },
  });
  process.exitCode = status ?? 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
