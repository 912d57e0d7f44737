import { effectiveSchema, evaluationSchema } from '@rein/contract/api';
import { shown } from '@rein/enforce';
import { effectivePolicy, tiersHere } from '@rein/govern';
import { type ActionCase, parseActionCases, readAction } from '@rein/language';
import { Command } from 'commander';
import { answerText, DECISIONS, evaluationOf } from '../actions/answer.js';
import { judgeOfFile, modeOf, type PolicyOfFile } from '../actions/judge.js';
import { capabilityOf, extraOf, type QuestionOptions, readQuestion } from '../actions/question.js';
import { daemonOf } from '../daemon/client.js';
import { type DaemonOptions, withDaemonOptions } from '../daemon/where.js';
import { EXIT } from '../exit-codes.js';
import { cliFault } from '../fault.js';
import { readWritten } from '../policy/load.js';
import { type SwapOptions, swapRun } from '../policy/swap-run.js';
import { sayFindings } from '../terminal/diagnostic-paint.js';
import { foreign } from '../terminal/foreign.js';
import { out, say } from '../terminal/streams.js';
import { colorsFor } from '../terminal/style.js';
import { count, shortRun } from '../terminal/words.js';
import { define as defineCheck } from './check.js';
import { test as testEvents } from './test.js';

interface Asked extends QuestionOptions, DaemonOptions {
  readonly policy?: string;
  readonly agent?: string;
  readonly workspace?: string;
  readonly mode?: string;
  readonly json?: true;
}

export function define(name: string): Command {
  return new Command(name)
    .description(
      'Ask what a policy says about the actions of an agent; nothing is done. `swap` puts a live run under another one.',
    )
    .addCommand(defineCheck('validate').summary('check policies; the same as `rein check`'))
    .addCommand(defineTest())
    .addCommand(
      question('dry-run', 'what a policy file says about one action')
        .requiredOption('--policy <FILE>', 'the policy')
        .action(dryRun),
    )
    .addCommand(
      withDaemonOptions(
        question('explain', 'why the policy of an agent, or of a file, says so')
          .option('--policy <FILE>', 'the policy; or `--agent`')
          .option('--agent <ID>', 'an agent of the daemon'),
      ).action(explain),
    )
    .addCommand(defineEffective())
    .addCommand(defineSwap());
}

function defineSwap(): Command {
  return withDaemonOptions(new Command('swap'))
    .summary('put a live run under another policy')
    .description(
      'Put a live run under the policy in a file, without a moment under none: each operation is decided by the one or the other. What processes and files carry stays, and so do open gates. The kernel tiers can.',
    )
    .argument('<RUN>', 'id of the run, a piece of it, or `last`')
    .argument('<FILE>', 'the policy')
    .option('--reason <TEXT>', 'why, for the record')
    .addHelpText(
      'after',
      '\nExample:\n  $ rein policy swap last stricter.yaml --reason "it asked for too much"',
    )
    .action(swap);
}

async function swap(name: string, file: string, options: SwapOptions): Promise<void> {
  const run = await swapRun(name, file, options);
  const { green, dim } = colorsFor('stderr');
  say(`${green('swapped')} run ${shortRun(run)} is under ${shown(file)}\n`);
  say(`  ${dim(`rein replay ${shortRun(run)}`)}\n`);
}

function question(name: string, summary: string): Command {
  return new Command(name)
    .summary(summary)
    .requiredOption('--capability <NAME>', '`fs.write`, `net.fetch` and so on')
    .option('--resource <TEXT>', 'a path, URL, program, tool or scope')
    .option('--extra-json <JSON>', 'more of the action, as in {"args":["-m","pytest"]}')
    .option('--workspace <PATH>', 'workspace of the agent; else the folder of the policy')
    .option('--json', 'one JSON object')
    .addHelpText(
      'after',
      '\nExit code 0 when it is allowed, 1 when it is not or a person is asked.',
    );
}

function defineTest(): Command {
  return new Command('test')
    .summary('try a policy on cases: actions, or sequences of events')
    .argument('<POLICY>', 'the policy file')
    .requiredOption('--cases <FILE>', 'the cases, as YAML')
    .option('--json', 'one JSON object per case and line')
    .action(testCases);
}

function defineEffective(): Command {
  return withDaemonOptions(
    new Command('effective')
      .summary('all that an agent is held to, and the engine rules it comes to')
      .option('--policy <FILE>', 'the policy; or `--agent`')
      .option('--agent <ID>', 'an agent of the daemon')
      .option('--workspace <PATH>', 'workspace of the agent; else the folder of the policy')
      .option('--mode <MODE>', 'observe, guard or strict', 'guard')
      .option('--json', 'one JSON object'),
  ).action(effective);
}

function dryRun(asked: Asked): void {
  const { judge } = judgeOfFile(asked.policy ?? '', asked.workspace);
  tell(evaluationOf(judge.judge(readQuestion(asked).action)), asked);
}

async function explain(asked: Asked): Promise<void> {
  const { agent, resource } = asked;
  requireOne(asked);
  if (agent === undefined) {
    dryRun(asked);
    return;
  }
  const capability = capabilityOf(asked);
  const answer = await daemonOf(asked).call(
    {
      ...{ method: 'POST', path: `/v1/policy/explain/agents/${encodeURIComponent(agent)}` },
      body: { capability, args: extraOf(asked), ...(resource === undefined ? {} : { resource }) },
    },
    evaluationSchema,
  );
  tell(answer, asked);
}

function tell(answer: ReturnType<typeof evaluationOf>, { json }: Asked): void {
  out(json === true ? `${JSON.stringify(answer)}\n` : answerText(answer, colorsFor('stdout')));
  if (answer.decision !== 'ALLOW') process.exitCode = EXIT.no;
}

async function effective(asked: Asked): Promise<void> {
  const { agent, policy = '', workspace, mode = 'guard', json } = asked;
  requireOne(asked);
  const found =
    agent === undefined
      ? await effectiveOf(judgeOfFile(policy, workspace), mode)
      : await daemonOf(asked).call(
          { method: 'GET', path: `/v1/policy/effective/agents/${encodeURIComponent(agent)}` },
          effectiveSchema,
        );
  if (json === true) {
    out(`${JSON.stringify(found)}\n`);
    return;
  }
  out(`mode ${found.mode}\n`);
  for (const { id, line, text, layer } of found.rules) {
    out(`  ${foreign(id)} (${layer}, line ${line}): ${foreign(text)}\n`);
  }
  out(`engine, tier ${found.tier}\n`);
  for (const { rule, from, clauses } of found.engine) {
    for (const clause of clauses) out(`  ${foreign(rule)} (${from}): ${foreign(clause)}\n`);
  }
  for (const { rule, clause, when, why } of found.unenforced) {
    const how = when === 'none' ? 'not enforced here' : 'enforced late here';
    out(`${how}: ${foreign(rule)}: ${foreign(clause)}: ${why}\n`);
  }
  for (const { about, message } of found.notes) out(`note: ${foreign(about)}: ${message}\n`);
}

async function effectiveOf({ capabilities, program, workspace }: PolicyOfFile, named: string) {
  const mode = modeOf(named);
  const place = { mode, workspace };
  const found = effectivePolicy({ capabilities, program }, place, await tiersHere());
  return { ...found, mode, rules: found.rules.map((rule) => ({ ...rule, layer: 'file' })) };
}

function requireOne({ policy, agent }: Asked): void {
  if (policy !== undefined && agent !== undefined) {
    throw cliFault('exclusive-options', { one: '--policy', other: '--agent' });
  }
  if (policy !== undefined || agent !== undefined) return;
  const expected = 'name a file with it, or an agent with `--agent`';
  throw cliFault('missing-option', { option: '--policy', expected });
}

interface TestOptions {
  readonly cases: string;
  readonly json?: true;
}

function testCases(policy: string, options: TestOptions): void {
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
  const colors = colorsFor('stdout');
  let failed = 0;
  for (const one of cases) {
    const { decision, rule, reason } = answerTo(one, judge);
    const expected = DECISIONS[one.expect];
    const ok = decision === expected && (one.rule === undefined || one.rule === rule);
    if (!ok) failed += 1;
    if (options.json === true) {
      out(`${JSON.stringify({ name: one.name, ok, expected, decision, rule, reason })}\n`);
      continue;
    }
    const by = rule === undefined ? '' : ` by ${foreign(rule)}`;
    const words = ok ? colors.green('ok') : colors.red('not ok');
    const wanted = ok
      ? ''
      : `, expected ${expected}${one.rule === undefined ? '' : ` by ${foreign(one.rule)}`}`;
    out(`${words} ${foreign(one.name)}: ${decision}${by}${wanted}\n`);
  }
  if (options.json !== true) {
    const all = count(cases.length, 'case');
    out(failed === 0 ? `${all}, all ok\n` : `${all}, ${failed} not ok\n`);
  }
  if (failed > 0) process.exitCode = EXIT.no;
}

/** What cannot be read as an action is denied, as the daemon does. */
function answerTo({ capability, args, resource }: ActionCase, judge: PolicyOfFile['judge']) {
  const read = readAction(capability, args, resource);
  if (read.ok) return evaluationOf(judge.judge(read.action));
  return { decision: 'DENY', rule: undefined, reason: read.why } as const;
}
