/** A checked program and the host it is for, to the policy image. */
import { IMAGE_FLAGS, LIMITS } from '@rein/contract';
import { AtomSets } from '../automaton/automaton.js';
import { lowerProblems } from '../diagnostics/codes/lower.js';
import type { Diagnostic } from '../diagnostics/diagnostic.js';
import type { HostFacts, Program } from '../program.js';
import { automataSections, setSections } from './automata-sections.js';
import { gatesOf, rowsByClause } from './clause-gates.js';
import { type Context, createContext } from './context.js';
import { gateRows } from './gate-rows.js';
import { keepGates, keepLabels, type Numbers } from './keep-numbers.js';
import { compileKinds } from './kinds.js';
import { type Listing, listingOf } from './listing.js';
import { numberAtoms } from './numbering.js';
import { faultOf, NOWHERE } from './problems.js';
import { type ProgramRows, programRows } from './rows.js';
import { SectionWriter } from './section.js';
import { Strings } from './strings.js';
import { indexSections, rowSections } from './table-sections.js';
import { textSections } from './text-sections.js';
import { writeImage } from './write-image.js';

export interface LowerOptions {
  /** SHA-256 of the policy text, 32 bytes: goes into the header for the record. */
  readonly policyDigest: Uint8Array;
  /** What the image has to go on with: that of the policy whose place it takes in a run. */
  readonly after?: Numbers;
}

export type Lowered =
  | {
      readonly ok: true;
      readonly image: Uint8Array;
      readonly numbers: Numbers;
      readonly listing: Listing;
    }
  | { readonly ok: false; readonly diagnostics: readonly Diagnostic[] };

/** Compiles a program. Exact, or refused with the reasons. */
export function lower(program: Program, host: HostFacts, options: LowerOptions): Lowered {
  const { after } = options;
  const kept = after === undefined ? program : keepGates(program, after.gates);
  const context = createContext(kept, host);
  const found = programRows(context, after);
  if (found.problems.length > 0) return { ok: false, diagnostics: found.problems };
  const gates = gateRows(context);
  const live = after === undefined ? found.live : keepLabels(found.live, after.labels);
  const rows = [...found.rows, ...gates.rows];
  return assemble(context, { ...found, rows, live }, gates.exits, options);
}

function assemble(
  context: Context,
  { rows, live, lineages, bits }: ProgramRows,
  exits: ReturnType<typeof gateRows>['exits'],
  { policyDigest }: LowerOptions,
): Lowered {
  const numbering = numberAtoms(rows, context.gates.length, live, lineages);
  const fault = faultOf(context, rows, numbering, exits);
  if (fault !== null) return { ok: false, diagnostics: [fault] };
  const sets = new AtomSets();
  const compiled = compileKinds(context, rows, numbering, sets);
  if (!compiled.ok) return { ok: false, diagnostics: [compiled.problem] };
  const { automata } = compiled;
  const clauses = context.program.rules.reduce((sum, rule) => sum + rule.clauses.length, 0);
  const gateLists = rowsByClause(rows, clauses).map(gatesOf);
  const setTables = setSections(sets, gateLists);
  const strings = new Strings();
  const texts = textSections(context, numbering.labels, gateLists, setTables.gatesAt, strings);
  const exitTable = new SectionWriter('exits', exits.length);
  for (const { gate, status } of exits) exitTable.u16(gate).u8(status).skip(1);
  const ops = rows.reduce((mask, row) => mask | row.ops, 0);
  const flow = live.length > 0;
  const hostNames = numbering.patterns.some(({ kind }) => kind === 'host');
  const flags = (flow ? IMAGE_FLAGS.flow : 0) | (hostNames ? IMAGE_FLAGS.hostNames : 0);
  const image = writeImage(
    { numbering, bits, guards: context.program.guards, opsConcerned: ops, flags, policyDigest },
    [
      ...automataSections(automata),
      ...setTables.sections,
      ...rowSections(rows, numbering),
      ...indexSections(rows, numbering, context.atoms),
      exitTable,
      ...texts,
      strings.section(),
    ],
  );
  if (image.length > LIMITS.imageBytes) {
    const sizes = { max: LIMITS.imageBytes, found: image.length };
    return { ok: false, diagnostics: [lowerProblems.imageTooLarge(NOWHERE, sizes)] };
  }
  const listed = { context, numbering, rows, exits, automata, ops, flow, bytes: image.length };
  let listing: Listing | undefined;
  return {
    ok: true,
    image,
    numbers: { ...bits, labels: numbering.labels, gates: context.gates.map(({ text }) => text) },
    // A run has no use for it.
    get listing() {
      listing ??= listingOf(listed);
      return listing;
    },
  };
}
