import { spawnSync } from 'node:child_process';
import { reindProgram } from '../../daemon/program.js';
import { EXIT } from '../../exit-codes.js';

/** The number alone: it is for scripts that upgrade or restore. The daemon need not run. */
export function schemaVersion({ db }: { readonly db?: string }): void {
  const args = [reindProgram(), '--schema-version', ...(db === undefined ? [] : ['--db', db])];
  const { status } = spawnSync(process.execPath, args, { stdio: 'inherit' });
  if (status !== 0) process.exitCode = EXIT.no;
}
