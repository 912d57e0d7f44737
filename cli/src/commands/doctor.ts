import { Command } from 'commander';
import { EXIT } from '../exit-codes.js';
import { examineMachine, type Health } from '../health/examine.js';
import type { Finding } from '../health/finding.js';
import { pad, table } from '../terminal/columns.js';
import { foreign } from '../terminal/foreign.js';
import { out } from '../terminal/streams.js';
import { type Colors, colorsFor } from '../terminal/style.js';
import { count } from '../terminal/words.js';

export function define(name: string): Command {
  return new Command(name)
    .description(
      'Say what this machine can enforce, per operation and effect, and whether everything that a run needs is in place.',
    )
    .option('--fix', 'remove hooks that no run uses from the kernel; needs root')
    .option('--json', 'the same as one JSON object')
    .addHelpText(
      'after',
      `
Exit code 0 when a run would work, 1 when something has to be mended first.

Examples:
  $ rein doctor
  $ sudo rein doctor --fix
  $ rein doctor --json | jq '.findings[] | select(.state == "bad")'`,
    )
    .action(doctor);
}

interface Options {
  readonly json?: true;
  readonly fix?: true;
}

async function doctor({ json, fix }: Options): Promise<void> {
  const health = await examineMachine({ fix: fix === true });
  out(json === true ? `${JSON.stringify(health)}\n` : words(health, colorsFor('stdout')));
  if (health.findings.some(({ state }) => state === 'bad')) process.exitCode = EXIT.no;
}

const MARKS = { good: '✔', note: '·', bad: '✘' } as const satisfies Record<
  Finding['state'],
  string
>;

function words({ findings, tier, operations, limits }: Health, colors: Colors): string {
  const paint = { good: colors.green, note: colors.yellow, bad: colors.red };
  const wide = Math.max(...findings.map(({ topic }) => topic.length));
  const lines = findings.flatMap(({ state, topic, detail, help }) => [
    `${paint[state](MARKS[state])} ${pad(topic, wide)}  ${foreign(detail)}`,
    ...(help === undefined
      ? []
      : [`  ${' '.repeat(wide)}  ${colors.cyan('help')}: ${foreign(help)}`]),
  ]);
  const bad = findings.filter(({ state }) => state === 'bad').length;
  const verdict =
    bad === 0 ? colors.green('ready to run') : colors.red(`${count(bad, 'thing')} to mend first`);
  return `${lines.join('\n')}\n\n${tierTable(tier, operations, colors)}${limitLines(tier, limits, colors)}\n${verdict}\n`;
}

function limitLines(tier: Health['tier'], limits: Health['limits'], colors: Colors): string {
  if (limits.length === 0) return '';
  const lines = limits.map(({ says }) => `  ${says}\n`);
  return `\n${colors.dim(`what the ${tier} tier leaves open`)}\n${lines.join('')}`;
}

function tierTable(tier: Health['tier'], operations: Health['operations'], colors: Colors): string {
  if (tier === null) return colors.red('no tier can be had here: nothing would be enforced\n');
  const when = { before: colors.green, after: colors.yellow, none: colors.red };
  const head = [`${tier} tier`, 'notify', 'ask', 'block', 'kill'].map((title) => colors.dim(title));
  const rows = operations.map(({ operation, effects }) => [
    operation,
    ...effects.map(({ enforced }) => when[enforced](enforced)),
  ]);
  return table([head, ...rows]);
}
