/** Where the acceptance scenario plays: a project, a remote beside it, an agent that a script plays. */
import { chmodSync, copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createPlace, type Place } from '../cli/place.js';
import { run } from '../rein.js';

const AGENT = fileURLToPath(new URL('./agent.sh', import.meta.url));
const REIN = fileURLToPath(new URL('../../../cli/bin/rein.js', import.meta.url));

const FILES = {
  'package.json': '{ "name": "demo", "scripts": { "test": "node check.js" } }\n',
  'check.js': "if (require('node:fs').readFileSync('src/a.ts', 'utf8') === '') process.exit(1);\n",
  'src/a.ts': 'export const a = 1;\n',
  'commit.sh': '#!/bin/sh\ngit add src && git commit -qm "work"\n',
  '.gitignore': '*\n!src\n!src/*\n',
} as const;

/** The project with its history and the policy of `rein init --template quickstart`. */
export interface Stage extends Place {
  /** The script, outside the project: an agent is not part of what it works on. */
  readonly agent: string;
  /** A file next to the project, that nothing of the run may write. */
  readonly outside: string;
  /** Commits of the project, newest last. */
  commits(): Promise<string[]>;
}

export async function createStage(rein = REIN): Promise<Stage> {
  const place = createPlace(FILES);
  const folder = join(place.project, '..');
  const agent = join(folder, 'agent.sh');
  copyFileSync(AGENT, agent);
  place.write('../bin/rein', `#!/bin/sh\nexec '${process.execPath}' '${rein}' "$@"\n`);
  chmodSync(join(folder, 'bin', 'rein'), 0o755);
  // What starts the tests may have put npm's cache elsewhere: for the agent that is outside the project.
  const npm = { npm_config_cache: join(folder, 'home', '.npm') };
  const env = { ...place.env, ...npm, PATH: `${join(folder, 'bin')}:${process.env.PATH}` };
  const git = async (...args: string[]): Promise<string> => {
    const { code, stdout, stderr } = await run('git', args, { cwd: place.project, env });
    if (code !== 0) throw new Error(`git ${args.join(' ')}: ${stderr}`);
    return stdout;
  };
  await git('init', '-q', '-b', 'main');
  await git('init', '-q', '--bare', 'remote.git');
  await git('config', 'user.name', 'Demo');
  await git('config', 'user.email', 'demo@example.invalid');
  await git('remote', 'add', 'origin', './remote.git');
  await git('add', 'src');
  await git('commit', '-qm', 'start');
  return {
    ...place,
    env,
    agent,
    outside: join(folder, 'outside'),
    rein: (args, options = {}) =>
      run(process.execPath, [rein, ...args], {
        ...{ cwd: place.project, ...options },
        env: { ...env, ...options.env },
      }),
    commits: async () => (await git('log', '--format=%s', '--reverse')).trim().split('\n'),
  };
}
