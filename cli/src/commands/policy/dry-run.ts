import type { Command } from 'commander';
import { askFile, defineQuestion, type Question, tell } from './question.js';

export function define(name: string): Command {
  return defineQuestion(name)
    .summary('what a policy file says about one action')
    .description('Say what a policy file says about one action of an agent. Nothing is done.')
    .addHelpText(
      'after',
      `
Exit code 0 when it is allowed, 1 when it is not or a person is asked.

Examples:
  $ rein policy dry-run --capability fs.write --resource src/app.ts
  $ rein policy dry-run --capability proc.spawn --resource python3 --extra-json '{"args":["-m","pytest"]}'`,
    )
    .action((asked: Question) => tell(askFile(asked), asked));
}
