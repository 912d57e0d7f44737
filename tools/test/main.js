// `npm test` and `npm run test:full`: every check one after the other, then a summary.
// A failing step does not hide what the later ones have to say.
import { spawnSync } from 'node:child_process';
import { root } from '../setup/run.js';
import { everydaySteps, fullSteps } from './steps.js';
import { summarize } from './summary.js';

const full = process.argv.includes('--full');
// Tests that can run longer (more random events, larger storms) look at this variable.
const env = full ? { ...process.env, REIN_TEST_FULL: '1' } : process.env;

/** @type {import('./summary.js').Outcome[]} */
const outcomes = [];
for (const { name, command, needed } of full ? fullSteps() : everydaySteps()) {
  process.stdout.write(`\n── ${name}\n`);
  const startedMs = performance.now();
  const [program = '', ...args] = command;
  const done = spawnSync(program, args, { cwd: root, env, stdio: 'inherit' });
  if (done.error !== undefined) process.stderr.write(`${program}: ${done.error.message}\n`);
  const passed = done.status === 0;
  outcomes.push({ name, passed, tookMs: performance.now() - startedMs });
  if (!passed && needed) break;
}

process.stdout.write(summarize(outcomes));
process.exitCode = outcomes.every((outcome) => outcome.passed) ? 0 : 1;
