/** Which number an atom has in the image: operations, labels, gates, lineages, what stands, patterns. */
import { ENGINE_OPS, LABEL_ATOM, OP_ATOM } from '@rein/contract';
import type { Atom, AtomKind } from './atom.js';
import { BUILT_IN_LABELS } from './facts.js';
import type { Row } from './row.js';

const WORD = 64;

export interface Numbering {
  /** All atoms, filled up to whole words. */
  readonly atoms: number;
  readonly gateAtom: number;
  readonly gateWords: number;
  readonly lineageAtom: number;
  readonly lineageWords: number;
  readonly standingAtom: number;
  readonly standingWords: number;
  readonly argAtom: number;
  readonly argAtoms: number;
  /** Names of the labels, by number. */
  readonly labels: readonly string[];
  /** By lineage bit. */
  readonly lineages: readonly Atom[];
  readonly standing: readonly Atom[];
  /** Atoms that automata say, ascending. */
  readonly patterns: readonly Atom[];
  of(atom: Atom): number;
}

/** Arguments stand together: the engine asks for a range of them when argv was too long. */
const PATTERN_KINDS: readonly AtomKind[] = ['path', 'tree', 'endpoint', 'host', 'arg'];

/** Numbers for the atoms of the rows. `live` are the labels that flow; `lineages` have their order. */
export function numberAtoms(
  rows: readonly Row[],
  gateCount: number,
  live: readonly string[],
  lineages: readonly Atom[],
): Numbering {
  const used = usedAtoms(rows);
  const labels = [...BUILT_IN_LABELS, ...live];
  const standing = used.filter(({ kind }) => kind === 'standing');
  const patterns = PATTERN_KINDS.flatMap((kind) => used.filter((atom) => atom.kind === kind));
  const gateAtom = LABEL_ATOM + WORD;
  const gateWords = Math.ceil(gateCount / WORD);
  const lineageAtom = gateAtom + WORD * gateWords;
  const lineageWords = Math.ceil(lineages.length / WORD);
  const standingAtom = lineageAtom + WORD * lineageWords;
  const standingWords = Math.ceil(standing.length / WORD);
  const patternAtom = standingAtom + WORD * standingWords;
  const labelNumbers = new Map(labels.map((label, i) => [label, LABEL_ATOM + i]));
  const numbers = new Map<Atom, number>();
  for (const [i, atom] of lineages.entries()) numbers.set(atom, lineageAtom + i);
  for (const [i, atom] of patterns.entries()) numbers.set(atom, patternAtom + i);
  const argAtoms = patterns.filter(({ kind }) => kind === 'arg').length;
  return {
    atoms: Math.ceil((patternAtom + patterns.length) / WORD) * WORD,
    gateAtom,
    gateWords,
    lineageAtom,
    lineageWords,
    standingAtom,
    standingWords,
    argAtom: patternAtom + patterns.length - argAtoms,
    argAtoms,
    labels,
    lineages,
    standing,
    patterns,
    of(atom) {
      if (atom.kind === 'op') return OP_ATOM + ENGINE_OPS.indexOf(atom.op);
      if (atom.kind === 'gate') return gateAtom + atom.gate;
      if (atom.kind === 'standing') return standingAtom + atom.bit;
      const number = atom.kind === 'label' ? labelNumbers.get(atom.label) : numbers.get(atom);
      if (number === undefined) throw new RangeError(`no row names the atom ${atom.text}`);
      return number;
    },
  };
}

/** Atoms that rows ask for, in the order of first mention. */
export function usedAtoms(rows: readonly Row[]): readonly Atom[] {
  const used = new Set<Atom>();
  for (const { literals } of rows) for (const atom of literals.keys()) used.add(atom);
  return [...used];
}
