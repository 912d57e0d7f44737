/** The scratch project of the demo: a git repository with tests, a remote beside it, a secret. */
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, realpathSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const here = import.meta.dirname;

/** Makes it and returns its folders. */
export function createWorkspace() {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'rein-demo-')));
  const project = join(folder, 'project');
  mkdirSync(join(project, 'src'), { recursive: true });
  const git = (...args: string[]): void => {
    const done = spawnSync('git', args, { cwd: project, encoding: 'utf8' });
    if (done.status !== 0) throw new Error(`git ${args.join(' ')}: ${done.stderr}`);
  };
  git('init', '-q', '--bare', '../origin.git');
  git('init', '-q', '-b', 'main');
  git('config', 'user.name', 'Demo');
  git('config', 'user.email', 'demo@example.invalid');
  git('remote', 'add', 'origin', '../origin.git');
  writeFileSync(join(project, 'package.json'), '{ "type": "module" }\n');
  writeFileSync(join(project, 'src', 'add.js'), 'export const add = (a, b) => b + a;\n');
  writeFileSync(join(project, 'src', 'api.js'), 'export const version = 1;\n');
  writeFileSync(
    join(project, 'add.test.js'),
    "import { test } from 'node:test';\nimport assert from 'node:assert';\n" +
      "import { add } from './src/add.js';\ntest('adds', () => assert.equal(add(1, 2), 3));\n",
  );
  writeFileSync(join(project, '.env'), 'TOKEN=demo\n');
  writeFileSync(join(project, '.gitignore'), '.env\n');
  copyFileSync(join(here, 'policy.yaml'), join(project, 'rein.yaml'));
  git('add', '-A');
  git('commit', '-qm', 'start');
  return { folder, project, state: join(folder, 'state') };
}
