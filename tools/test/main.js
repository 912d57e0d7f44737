// `npm test` and `npm run test:full`: every check one after the other, then a summary.
// A failing step does not hide what the later ones have to say.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../setup/run.js';
import { everydaySteps, fullSteps } from './steps.js';
import { summarize } from './summary.js';

const full = process.argv.includes('--full');
const folder = mkdtempSync(join(tmpdir(), 'rein-test-'));
/** A step that cannot run on this machine writes the reason here. */
const skipFile = join(folder, 'skipped');
// Tests that can run longer (more random events, larger storms) look at REIN_TEST_FULL.
const env = { ...process.env, REIN_SKIP_FILE: skipFile, ...(full ? { REIN_TEST_FULL: '1' } : {}) };

/** @returns {string | undefined} why the step that has just ended did nothing */
function takeSkipReason() {
  if (!existsSync(skipFile)) return undefined;
  const [why] = readFileSync(skipFile, 'utf8').split('\n');
  rmSync(skipFile);
  return why;
}

/** @type {import('./summary.js').Outcome[]} */
const outcomes = [];
for (const { name, command, needed } of full ? fullSteps() : everydaySteps()) {
  process.stdout.write(`\n── ${name}\n`);
  const startedMs = performance.now();
  const [program = '', ...args] = command;
  const done = spawnSync(program, args, { cwd: root, env, stdio: 'inherit' });
  if (done.error !== undefined) process.stderr.write(`${program}: ${done.error.message}\n`);
  const passed = done.status === 0;
  const why = takeSkipReason();
  const result = !passed ? 'failed' : why === undefined ? 'passed' : 'skipped';
  outcomes.push({
    ...{ name, result, tookMs: performance.now() - startedMs },
    ...(why === undefined ? {} : { why }),
  });
  if (!passed && needed) break;
}
rmSync(folder, { recursive: true, force: true });

process.stdout.write(summarize(outcomes));
process.exitCode = outcomes.some(({ result }) => result === 'failed') ? 1 : 0;
