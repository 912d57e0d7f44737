/** Runs cases against the reference model: no kernel, no process, the same answers. */
import type { Verdict } from '@rein/contract';
import { casesProblems } from '../diagnostics/codes/cases.js';
import type { Diagnostic } from '../diagnostics/diagnostic.js';
import { createModel } from '../model/model.js';
import type { HostFacts, Program } from '../program.js';
import type { Case, Expectation, Step } from './case.js';
import { applyToFiles, eventOf } from './events.js';
import { createFiles } from './paths.js';
import { createProcesses } from './processes.js';

/** What the policy decided about a step. */
export interface Decided {
  readonly verdict: Verdict;
  /** Rule of the decisive clause; null when none fired. */
  readonly rule: string | null;
  /** Whether the operation went through, a person's answer counted in. */
  readonly passed: boolean;
}

export interface StepResult {
  readonly line: number;
  readonly text: string;
  /** `allow`, `block no-push` */
  readonly expected: string;
  /** null: nothing is decided about a step of this kind. */
  readonly decided: Decided | null;
  readonly ok: boolean;
}

export interface CaseResult {
  readonly name: string;
  readonly line: number;
  readonly ok: boolean;
  readonly steps: readonly StepResult[];
}

/** Where a case plays when nobody says: no file of this machine is looked at. */
export const CASE_HOST: HostFacts = { root: '/project', home: '/home/agent' };

/** Runs each case from a fresh start. */
export function runCases(
  program: Program,
  cases: readonly Case[],
  host: HostFacts = CASE_HOST,
): CaseResult[] {
  return cases.map((one) => runCase(program, one, host));
}

/** Rules that are expected and that the policy does not have. */
export function checkExpectations(cases: readonly Case[], { rules }: Program): Diagnostic[] {
  const known = rules.map(({ name }) => name);
  return cases.flatMap(({ steps }) =>
    steps.flatMap(({ expect: { rule, span } }) =>
      rule === null || span === null || known.includes(rule)
        ? []
        : [casesProblems.unknownRule(span, { name: rule, known })],
    ),
  );
}

function runCase(
  program: Program,
  { name, line, agent, steps }: Case,
  host: HostFacts,
): CaseResult {
  const model = createModel(program, { ...host, ...(agent === null ? {} : { agent }) });
  const files = createFiles(host);
  const processes = createProcesses(model);
  const clauseRules = program.rules.flatMap((rule) => rule.clauses.map(() => rule.name));

  const decide = (step: Step): Decided | null => {
    const { action, as } = step;
    if (action.kind === 'approve') model.approve(action.name);
    else if (action.kind === 'fork') processes.fork(as, action.child);
    else if (action.kind === 'exit') processes.exit(as, action.status);
    else {
      // Without a name a command is a child of its own: that is how an agent runs one.
      const process = action.kind === 'exec' ? processes.forExec(as) : processes.of(as);
      const event = eventOf(process, action, files);
      const decision = model.decide(event);
      const { verdict, decisive } = decision;
      const passed = passes(verdict, step);
      if (passed) {
        model.commit(event, decision);
        applyToFiles(action, files);
      }
      const ends = action.kind === 'exec' && (as === null || action.exits !== null);
      if (verdict === 'kill') processes.kill(as, process);
      else if (ends) processes.end(as, process, passed ? (action.exits ?? 0) : null);
      return { verdict, rule: decisive === null ? null : (clauseRules[decisive] ?? null), passed };
    }
    return null;
  };

  const results = steps.map((step): StepResult => {
    const decided = decide(step);
    const { line: at, text, expect } = step;
    const ok = decided === null || isExpected(decided, expect);
    return { line: at, text, expected: expectedWords(expect), decided, ok };
  });
  return { name, line, ok: results.every(({ ok }) => ok), steps: results };
}

function passes(verdict: Verdict, { answer }: Step): boolean {
  if (verdict === 'ask') return answer === 'approve';
  return verdict === 'none' || verdict === 'notify';
}

function isExpected({ verdict, rule }: Decided, expect: Expectation): boolean {
  if (expect.verdict === 'allow') return verdict === 'none' || verdict === 'notify';
  return verdict === expect.verdict && (expect.rule === null || expect.rule === rule);
}

function expectedWords({ verdict, rule }: Expectation): string {
  return rule === null ? verdict : `${verdict} ${rule}`;
}
