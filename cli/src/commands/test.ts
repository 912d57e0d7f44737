import { checkExpectations, parseCases, renderCaseResults, runCases } from '@rein/language';
import { Command } from 'commander';
import { EXIT } from '../exit-codes.js';
import { programOf } from '../policy/assemble.js';
import { fileSource, loadPolicy, readWritten } from '../policy/load.js';
import { paintFor, sayFindings } from '../terminal/diagnostic-paint.js';
import { out } from '../terminal/streams.js';
import { colorsFor } from '../terminal/style.js';

interface Options {
  readonly cases: string;
  readonly json?: true;
}

export function define(name: string): Command {
  return new Command(name)
    .description(
      'Try a policy on sequences of events with expected verdicts. Decided by the reference model: nothing is run, and no file of this machine is looked at.',
    )
    .argument('<POLICY>', 'the policy file')
    .requiredOption('--cases <FILE>', 'the cases, as YAML')
    .option('--json', 'one JSON object per case and line')
    .addHelpText(
      'after',
      `
Exit code 0 when every verdict is as expected, 1 when one is not.

Example, with cases.yaml:
  cases:
    - name: a push waits, and may be refused
      steps:
        - exec: git push
          expect: ask ask-before-push
          answer: deny

  $ rein test rein.yaml --cases cases.yaml`,
    )
    .action(test);
}

/** Plays the cases, and prints what became of them. */
export function test(policyPath: string, { cases: casesPath, json }: Options): void {
  const program = programOf(loadPolicy(fileSource(policyPath)));
  const file = parseCases(readWritten(casesPath));
  const problems = [...file.diagnostics, ...checkExpectations(file.cases, program)];
  const { text, dropped } = file;
  if (problems.length > 0) sayFindings({ name: casesPath, text, diagnostics: problems, dropped });
  if (problems.some(({ severity }) => severity === 'error')) {
    process.exitCode = EXIT.no;
    return;
  }
  const results = runCases(program, file.cases);
  out(
    json === true
      ? results.map((result) => `${JSON.stringify(result)}\n`).join('')
      : renderCaseResults(results, paintFor(colorsFor('stdout'))),
  );
  if (results.some(({ ok }) => !ok)) process.exitCode = EXIT.no;
}
