import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { root } from '../../tools/repository/architecture.js';

/** A page whose commands take longer than this hangs. */
const blockMsMax = 60_000;

/** A person at a prompt: a home of their own, an empty project, and `rein` on PATH. */
export interface Session {
  readonly folder: string;
  /** Runs commands one after the other in one shell; what each printed, both streams as one. */
  run(commands: readonly string[]): string[];
  close(): void;
}

export function createSession(): Session {
  const base = mkdtempSync(join(tmpdir(), 'rein-docs-'));
  const home = join(base, 'home');
  const folder = join(home, 'project');
  mkdirSync(folder, { recursive: true });
  const env = {
    GIT_CONFIG_NOSYSTEM: '1',
    HOME: home,
    LANG: 'C.UTF-8',
    NO_COLOR: '1',
    PATH: [join(root, 'node_modules', '.bin'), process.env.PATH].join(delimiter),
    TERM: 'dumb',
    USER: 'ada',
  };

  return {
    folder,
    run: (commands) => {
      // Ends each command's output, and keeps its exit status for a following `echo $?`.
      const end = `-- end of output ${process.hrtime.bigint()} --`;
      const script = commands
        .map((text) => `${text}\n__status=$?; printf '%s\\n' '${end}'; (exit $__status)\n`)
        .join('');
      const done = spawnSync('bash', ['-c', `exec 2>&1\n${script}`], {
        cwd: folder,
        encoding: 'utf8',
        env,
        stdio: ['ignore', 'pipe', 'pipe'],
        timeout: blockMsMax,
      });
      if (done.error !== undefined) throw done.error;
      return done.stdout.split(`${end}\n`).slice(0, commands.length);
    },
    close: () => {
      // A page that failed midway may have left a daemon.
      if (existsSync(join(home, '.local', 'state', 'rein', 'reind'))) {
        spawnSync('rein', ['daemon', 'stop'], { cwd: base, env });
      }
      rmSync(base, { recursive: true, force: true });
    },
  };
}
