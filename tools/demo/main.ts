/**
 * `npm run demo`: a scripted agent under a policy with all four effects, a person who answers from
 * another process, and the account of it from the record. Everything is real; it ends with an error
 * if anything that must be stopped was not.
 */
import {
  copyFileSync,
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { EXPECTATIONS } from './expectations.js';
import { person } from './person.js';
import { sealedRecord } from './record.js';
import { rein, reinHere } from './rein.js';
import { createWorkspace } from './workspace.js';

const paint = (code: number, text: string): string =>
  process.stdout.isTTY ? `\x1b[${code}m${text}\x1b[0m` : text;
const title = (text: string): void =>
  console.log(`\n${paint(1, `── ${text} ${'─'.repeat(Math.max(0, 74 - text.length))}`)}`);
const tick = (good: boolean): string => (good ? paint(32, '✔') : paint(31, '✘'));

const { folder, project, state } = createWorkspace();
const context = {
  cwd: project,
  env: { ...process.env, XDG_STATE_HOME: state, REIN_STATE: join(state, 'rein') },
};
copyFileSync(join(import.meta.dirname, 'agent.sh'), join(folder, 'agent.sh'));

title('the policy, checked');
process.stdout.write(rein(['check'], context).stdout);

title('the agent at work (rein run -- bash agent.sh)');
const run = reinHere(['run', '--ask', 'wait=30s', '--', 'bash', join(folder, 'agent.sh')], context);
const answered = await person(context, run);
await run;
const log = await sealedRecord(context); // the process left behind tries its write first

title('the record (rein replay last)');
process.stdout.write(rein(['replay', 'last'], context).stdout);

const results: [string, boolean][] = EXPECTATIONS.map(([text, holds]) => [text, holds(log)]);
results.push(['nothing was written outside the project', !existsSync(join(folder, 'outside.txt'))]);
results.push(['a person was asked twice, from another process', answered.length === 2]);

title('the record verifies, and one flipped byte is found');
const good = rein(['audit', 'verify', 'last'], context);
process.stdout.write(good.stdout);
results.push(['the record verifies', good.status === 0]);
const runs = join(state, 'rein', 'runs');
const file = join(runs, readdirSync(runs)[0] ?? '', 'log.jsonl');
const bytes = readFileSync(file);
const middle = bytes.length >> 1;
bytes.writeUInt8(bytes.readUInt8(middle) ^ 1, middle);
writeFileSync(file, bytes);
const bad = rein(['audit', 'verify', 'last'], context);
process.stdout.write(bad.stdout + bad.stderr);
results.push(['a flipped byte is found', bad.status !== 0]);

title('what had to happen, looked up in the record');
for (const [text, good] of results) console.log(`  ${tick(good)} ${text}`);
rmSync(folder, { recursive: true, force: true });
const failed = results.filter(([, good]) => !good).length;
console.log(
  failed === 0
    ? `\n  all ${results.length} as they must be`
    : `\n  ${failed} of ${results.length} went wrong`,
);
process.exitCode = failed === 0 ? 0 : 1;
