/** The automata of every kind. */
import { AUTOMATA } from '@rein/contract';
import type { AtomSets } from '../automaton/automaton.js';
import { compileAutomata } from '../automaton/compile.js';
import { lowerProblems } from '../diagnostics/codes/lower.js';
import type { Diagnostic } from '../diagnostics/diagnostic.js';
import type { KindAutomaton } from './automata-sections.js';
import type { Context } from './context.js';
import type { Numbering } from './numbering.js';
import { patternTokens } from './patterns.js';
import { placeOf } from './problems.js';
import type { Row } from './row.js';

export type CompiledKinds =
  | { readonly ok: true; readonly automata: readonly KindAutomaton[] }
  | { readonly ok: false; readonly problem: Diagnostic };

/** Compiles the pattern atoms, kind by kind. */
export function compileKinds(
  context: Context,
  rows: readonly Row[],
  numbering: Numbering,
  sets: AtomSets,
): CompiledKinds {
  const automata: KindAutomaton[] = [];
  for (const kind of AUTOMATA) {
    const atoms = numbering.patterns.filter((atom) => atom.kind === kind);
    const patterns = atoms.flatMap((atom) =>
      patternTokens(atom, context).map((tokens) => ({ tokens, atom: numbering.of(atom) })),
    );
    const compiled = compileAutomata(patterns, sets);
    if (!compiled.ok) {
      const worst = atoms.filter((atom) => compiled.worst.includes(numbering.of(atom)));
      const names = worst.map(({ text }) => text.slice(kind.length + 1));
      const place = placeOf(context, rows, (atom) => worst.includes(atom));
      return { ok: false, problem: lowerProblems.tooComplex(place, { patterns: names }) };
    }
    automata.push(...compiled.automata.map((automaton) => ({ kind, automaton })));
  }
  return { ok: true, automata };
}
