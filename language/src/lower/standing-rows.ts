/**
 * Exec clauses that ask for labels, once more: their program may come to carry one while it runs. An
 * exec notes which patterns it meets; with those standing, a gain of labels is asked about by what
 * is left of the clause, its labels and gates.
 */
import { opBit } from '@rein/contract';
import type { Atom } from './atom.js';
import type { Context } from './context.js';
import { inOrder, nameOfAll } from './keep-bits.js';
import { type Literals, number, type Row } from './row.js';

export interface Standing {
  readonly rows: readonly Row[];
  /** What is noted, by number. */
  readonly names: readonly string[];
}

/**
 * `rules` are the rows of clauses, `kept` what a policy before noted. No rows: no clause can be met by a
 * program that already runs.
 */
export function standingRows(
  rules: readonly Row[],
  context: Context,
  kept?: readonly string[],
): Standing {
  // All rows of such a clause: one that holds already settles it.
  const clauses = new Set(rules.filter(isMetLater).map(({ owner }) => owner));
  const met = rules
    .filter(({ owner }) => clauses.has(owner))
    .map((row) => ({ row, ofExec: part(row.literals, isOfExec) }))
    .map((one) => ({ ...one, name: nameOfAll(one.ofExec, context) }));
  const noted = new Map(met.map(({ name, ofExec }) => [name, ofExec]));
  const names = inOrder([...noted.keys()], kept);
  const bits = new Map(names.map((name, bit) => [name, bit]));
  const asked = met.map(({ row, name }): Row => {
    const bit = context.atoms.of({ kind: 'standing', bit: bits.get(name) ?? 0 });
    return {
      ...row,
      table: 'standing',
      ops: opBit('read'),
      action: 'standing-rule',
      literals: new Map([[bit, true], ...part(row.literals, (atom) => !isOfExec(atom))]),
    };
  });
  const notes = names.map((name, bit) => noting(bit, noted.get(name) ?? new Map()));
  return { rows: [...notes, ...asked], names };
}

/** Only what needs a label can come true by one. */
function isMetLater({ ops, literals }: Row): boolean {
  if (ops !== opBit('exec')) return false;
  return [...literals].some(([atom, wanted]) => wanted && atom.kind === 'label');
}

/** Whether the exec settles it: labels and gates may be others later. */
function isOfExec({ kind }: Atom): boolean {
  return kind !== 'label' && kind !== 'gate';
}

function part(literals: Literals, wants: (atom: Atom) => boolean): Literals {
  return new Map([...literals].filter(([atom]) => wants(atom)));
}

function noting(bit: number, literals: Literals): Row {
  return {
    table: 'gates',
    ops: opBit('exec'),
    action: 'stand',
    operand: number(bit),
    literals,
    // An argument that was not read: a clause asked again in vain is safe.
    assume: true,
    object: false,
    owner: 0,
  };
}
