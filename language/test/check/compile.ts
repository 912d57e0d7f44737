import { check } from '../../src/check/check.js';
import { parseInline, parsePolicyFile } from '../../src/document/document.js';
import type { Clause, Condition, Program } from '../../src/program.js';

/** The program of bare policy text that has no errors. */
export function compile(text: string): Program {
  return programOf(check(parseInline(text)));
}

/** The program of a policy file that has no errors. */
export function compileFile(text: string): Program {
  return programOf(check(parsePolicyFile(text)));
}

function programOf({ program, diagnostics }: ReturnType<typeof check>): Program {
  if (program === null) {
    throw new Error(diagnostics.map(({ code, message }) => `${code} ${message}`).join('\n'));
  }
  return program;
}

/** Codes of what `check` says about bare policy text. */
export function codesOf(text: string): string[] {
  return check(parseInline(text)).diagnostics.map(({ code }) => code);
}

/** The first clause of a policy with one rule. */
export function clauseOf(text: string): { clause: Clause; program: Program } {
  const program = compile(text);
  const clause = program.rules[0]?.clauses[0];
  if (clause === undefined) throw new Error('there is no clause');
  return { clause, program };
}

/** A condition with every group in parentheses. */
export function show(condition: Condition | null, program: Program): string {
  switch (condition?.kind) {
    case undefined:
      return 'none';
    case 'true':
      return 'true';
    case 'label':
      return condition.label;
    case 'target':
      return `target ${condition.pattern.text}`;
    case 'arg':
      return `arg ${condition.pattern.text}`;
    case 'lineage':
      return `lineage ${condition.path.text}`;
    case 'after':
      return `after[${program.gates[condition.gate]?.text}]`;
    case 'not':
      return `not ${show(condition.of, program)}`;
    case 'and':
    case 'or':
      return `(${show(condition.left, program)} ${condition.kind} ${show(condition.right, program)})`;
  }
}
