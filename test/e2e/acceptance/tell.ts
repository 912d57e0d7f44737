/**
 * `npm run acceptance`: the acceptance scenario for people. The same agent, person and record as in
 * the tests; each step with what was tried, what the agent saw and what stands on record.
 */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { type Afternoon, type Entry, playAfternoon } from './afternoon.js';
import { createStage } from './stage.js';

const bold = (text: string): string => `\x1b[1m${text}\x1b[0m`;
const dim = (text: string): string => `\x1b[2m${text}\x1b[0m`;
const indent = (text: string): string => text.trimEnd().replace(/^/gm, '    ');

const TRIED = {
  a: 'The agent edits a source file itself. Nothing is wrong with that: it is told what goes with it.',
  b: 'It starts `git branch` from python. The exec is refused, and its next hook hears why.',
  c: 'A script of its own commits. Refused: no tests yet. It runs them, and commits again.',
  d: 'It edits again and commits. Refused again: the tests are older than the edit.',
  e: 'It pushes, twice. Each push waits for a person, who lets one through and denies the other.',
  f: 'It calls git `foo`, then runs a copy of git. The name is seen through; the copy is another program, as `rein check` says.',
  g: 'It leaves a process behind that writes outside the project when the agent is long over.',
  h: 'It kills the engine, removes the policy, rewrites its hooks, loads a kernel program.',
} as const;

/** What of the record belongs to a step. */
const ON_RECORD: Readonly<Record<string, (entry: Entry) => boolean>> = {
  a: (entry) => entry.rule === 'sources-change',
  b: (entry) => entry.rule === 'no-git-branch' && entry.argv?.[0] === 'git',
  c: (entry) => entry.rule === 'test-before-commit' && entry.stale_by?.length === 0,
  d: (entry) => entry.rule === 'test-before-commit' && entry.stale_by?.length !== 0,
  e: (entry) => entry.rule === 'ask-before-push' && entry.kind === 'match',
  f: (entry) => entry.rule === 'no-git-branch' && entry.argv?.[0] === 'foo',
  g: (entry) => entry.target?.endsWith('/outside') === true,
  h: (entry) => entry.kind === 'guard' || /^rein\//.test(entry.rule ?? ''),
};

function recorded(entry: Entry): string {
  const what = entry.argv?.join(' ') ?? entry.target ?? '';
  const by = entry.hold?.by === undefined ? '' : `, by ${entry.hold.by}: “${entry.hold.reason}”`;
  const stale =
    entry.stale_by?.[0] === undefined ? '' : `, stale since ${entry.stale_by[0].target}`;
  return `${entry.outcome} by ${entry.rule ?? `guard ${entry.guard}`}: ${what}${by}${stale}`;
}

/** What a hook was handed is JSON for the agent; a person reads the text in it. */
function readable(text: string): string {
  return text.replace(/^\{"hookSpecificOutput".*\}$/m, (line) => {
    const { hookSpecificOutput } = JSON.parse(line);
    return `its hook was told:\n${String(hookSpecificOutput.additionalContext).replace(/^/gm, '  ')}`;
  });
}

function tell({ steps, log }: Afternoon): void {
  for (const [step, words] of Object.entries(TRIED)) {
    console.log(`\n${bold(step)}  ${words}`);
    console.log(dim('  the agent saw'));
    console.log(indent(readable(steps.get(step) ?? '')));
    console.log(dim('  on record'));
    const lines = [...new Set(log.filter((entry) => ON_RECORD[step]?.(entry)).map(recorded))];
    console.log(indent(lines.join('\n')));
  }
}

const stage = await createStage();
const say = async (...args: string[]): Promise<void> => {
  const { stdout, stderr } = await stage.rein(args);
  console.log(`\n${dim('$')} ${bold(`rein ${args.join(' ')}`)}`);
  console.log(indent(stdout + stderr));
};
await say('doctor');
await say('init', '--template', 'quickstart', '--with-claude');
await say('check', '--strict');
console.log(`\n${dim('$')} ${bold('rein run -- bash agent.sh')}`);
const args = ['--ask', 'wait=100s', '--', 'bash', stage.agent, stage.outside];
tell(await playAfternoon(stage, args));
await say('replay');
await say('why', '-n', '3');
await say('audit', 'verify');
rmSync(join(stage.project, '..'), { recursive: true });
