import { Command } from 'commander';
import { define as defineCheck } from './check.js';
import { define as dryRun } from './policy/dry-run.js';
import { define as effective } from './policy/effective.js';
import { define as explain } from './policy/explain.js';
import { define as swap } from './policy/swap.js';
import { define as test } from './policy/test.js';

const PARTS = { test, 'dry-run': dryRun, explain, effective, swap } as const;

export function define(name: string): Command {
  const policy = new Command(name)
    .description(
      'Ask what a policy says about the actions of an agent; nothing is done. `swap` puts a live run under another one.',
    )
    .addHelpText(
      'after',
      `
Examples:
  $ rein policy validate
  $ rein policy dry-run --capability fs.write --resource src/app.ts
  $ rein policy effective --agent researcher`,
    )
    .addCommand(defineCheck('validate').summary('check policies; the same as `rein check`'));
  for (const [part, definePart] of Object.entries(PARTS)) policy.addCommand(definePart(part));
  return policy;
}
