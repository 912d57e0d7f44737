import { type ActionCase, parseActionCases, readAction } from '@rein/language';
import { Command } from 'commander';
import { DECISIONS, evaluationOf } from '../../actions/answer.js';
import { judgeOfFile, type PolicyOfFile } from '../../actions/judge.js';
import { EXIT } from '../../exit-codes.js';
import { readWritten } from '../../policy/load.js';
import { sayFindings } from '../../terminal/diagnostic-paint.js';
import { foreign } from '../../terminal/foreign.js';
import { out } from '../../terminal/streams.js';
import { type Colors, colorsFor } from '../../terminal/style.js';
import { count } from '../../terminal/words.js';
import { test as testEvents } from '../test.js';

export function define(name: string): Command {
  return new Command(name)
    .summary('try a policy on cases: actions, or sequences of events')
    .description(
      'Try a policy on cases with expected answers: actions of an agent, or sequences of events as `rein test` takes them. Nothing is done.',
    )
    .argument('<POLICY>', 'the policy file')
    .requiredOption('--cases <FILE>', 'the cases, as YAML')
    .option('--json', 'one JSON object per case and line')
    .addHelpText('after', '\nExample:\n  $ rein policy test rein.yaml --cases cases.yaml')
    .action(test);
}

interface Options {
  readonly cases: string;
  readonly json?: true;
}

function test(policy: string, options: Options): void {
  const file = parseActionCases(readWritten(options.cases));
  // A file without `actions:` holds sequences of events.
  if (file === null) {
    testEvents(policy, options);
    return;
  }
  const { text, diagnostics, dropped, cases } = file;
  if (diagnostics.length > 0) {
    sayFindings({ name: options.cases, text, diagnostics, dropped });
    process.exitCode = EXIT.no;
    return;
  }
  const { judge } = judgeOfFile(policy);
  const tried = cases.map((one) => tryCase(one, judge));
  const colors = colorsFor('stdout');
  const lines = tried.map((one) =>
    options.json === true ? `${JSON.stringify(jsonOf(one))}\n` : lineOf(one, colors),
  );
  out(lines.join(''));
  const failed = tried.filter(({ ok }) => !ok).length;
  if (failed > 0) process.exitCode = EXIT.no;
  if (options.json === true) return;
  const all = count(cases.length, 'case');
  out(failed === 0 ? `${all}, all ok\n` : `${all}, ${failed} not ok\n`);
}

/** What cannot be read as an action is denied, as the daemon does. */
function tryCase(one: ActionCase, judge: PolicyOfFile['judge']) {
  const read = readAction(one.capability, one.args, one.resource);
  const { decision, rule, reason } = read.ok
    ? evaluationOf(judge.judge(read.action))
    : { decision: 'DENY' as const, rule: undefined, reason: read.why };
  const expected = DECISIONS[one.expect];
  const ok = decision === expected && (one.rule === undefined || one.rule === rule);
  return { name: one.name, ok, expected, decision, rule, reason, wanted: one.rule };
}

type Tried = ReturnType<typeof tryCase>;

function jsonOf({ name, ok, expected, decision, rule, reason }: Tried): object {
  return { name, ok, expected, decision, rule, reason };
}

function lineOf({ name, ok, expected, decision, rule, wanted }: Tried, colors: Colors): string {
  const by = (one: string | undefined): string => (one === undefined ? '' : ` by ${foreign(one)}`);
  const verdict = ok ? colors.green('ok') : colors.red('not ok');
  const instead = ok ? '' : `, expected ${expected}${by(wanted)}`;
  return `${verdict} ${foreign(name)}: ${decision}${by(rule)}${instead}\n`;
}
