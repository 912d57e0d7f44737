import type { PolicySettings } from '../document/settings.js';
import type { Program } from '../program.js';
import type { EnforcementOf, Explanation } from './explanation.js';
import { notesOf } from './notes.js';
import { clauseWords } from './words-clause.js';
import { gateWords } from './words-gate.js';
import { explainLabels } from './words-label.js';

export interface ExplainOptions {
  /** Asked for each clause; without it nothing is said about a host. */
  readonly enforcement?: EnforcementOf;
  /** Of the file, for notes about them. */
  readonly settings?: PolicySettings;
}

/** Says in plain words what a program does. */
export function explain(program: Program, options: ExplainOptions = {}): Explanation {
  const { enforcement, settings } = options;
  const { gates } = program;
  return {
    rules: program.rules.map(({ name, line, reason, builtin, clauses }) => ({
      name,
      line,
      reason,
      builtin,
      clauses: clauses.map((clause) => ({
        line: clause.line,
        text: clause.text,
        effect: clause.effect,
        says: clauseWords(clause, gates),
        ...(enforcement === undefined ? {} : { enforced: enforcement(clause) }),
      })),
    })),
    labels: explainLabels(program),
    gates: gates.map((gate) => ({ text: gate.text, says: `Open once ${gateWords(gate, true)}.` })),
    notes: notesOf(program, settings),
  };
}
