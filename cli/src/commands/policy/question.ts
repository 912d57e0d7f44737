import type { Evaluation } from '@rein/contract/api';
import { Command } from 'commander';
import { answerText, evaluationOf } from '../../actions/answer.js';
import { judgeOfFile } from '../../actions/judge.js';
import { type QuestionOptions, readQuestion } from '../../actions/question.js';
import { EXIT } from '../../exit-codes.js';
import { out } from '../../terminal/streams.js';
import { colorsFor } from '../../terminal/style.js';

export interface Question extends QuestionOptions {
  readonly policy?: string;
  readonly workspace?: string;
  readonly json?: true;
}

export const POLICY = [
  '--policy <FILE>',
  'the policy; else rein.yaml or .rein/policy.yaml, here or above',
] as const;
export const WORKSPACE = [
  '--workspace <PATH>',
  'workspace of the agent; else the folder of the policy',
] as const;

/** A command that asks about one action. */
export function defineQuestion(name: string): Command {
  return new Command(name)
    .requiredOption('--capability <NAME>', '`fs.write`, `net.fetch` and so on')
    .option('--resource <TEXT>', 'a path, URL, program, tool or scope')
    .option('--extra-json <JSON>', 'more of the action, as in {"args":["-m","pytest"]}')
    .option(...POLICY)
    .option(...WORKSPACE)
    .option('--json', 'one JSON object');
}

/** What a policy file says about it. */
export function askFile(asked: Question): Evaluation {
  const { judge } = judgeOfFile(asked.policy, asked.workspace);
  return evaluationOf(judge.judge(readQuestion(asked).action));
}

/** Says the answer, and ends with it. */
export function tell(answer: Evaluation, { json }: Question): void {
  out(json === true ? `${JSON.stringify(answer)}\n` : answerText(answer, colorsFor('stdout')));
  if (answer.decision !== 'ALLOW') process.exitCode = EXIT.no;
}
