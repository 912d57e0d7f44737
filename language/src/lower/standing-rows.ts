/**
 * Exec clauses that ask for labels, once more: their program may come to carry one while it runs. An
 * exec notes which patterns it meets; with those standing, a gain of labels is asked about by what
 * is left of the clause, its labels and gates.
 */
import { opBit } from '@rein/contract';
import type { Atom } from './atom.js';
import type { Context } from './context.js';
import { type Literals, number, type Row } from './row.js';

/** `rules` are the rows of clauses. None: no clause can be met by a program that already runs. */
export function standingRows(rules: readonly Row[], { atoms }: Context): readonly Row[] {
  const noted = new Map<string, { readonly bit: Atom; readonly row: Row }>();
  const bitOf = (met: Literals): Atom => {
    const key = [...met].map(([atom, wanted]) => `${wanted} ${atom.text}`).sort();
    const text = key.join('\0');
    const known = noted.get(text);
    if (known !== undefined) return known.bit;
    const bit = atoms.of({ kind: 'standing', bit: noted.size });
    noted.set(text, { bit, row: noting(noted.size, met) });
    return bit;
  };
  // All rows of such a clause: one that holds already settles it.
  const clauses = new Set(rules.filter(isMetLater).map(({ owner }) => owner));
  const asked = rules
    .filter(({ owner }) => clauses.has(owner))
    .map((row): Row => {
      const bit = bitOf(part(row.literals, isOfExec));
      return {
        ...row,
        table: 'standing',
        ops: opBit('read'),
        action: 'standing-rule',
        literals: new Map([[bit, true], ...part(row.literals, (atom) => !isOfExec(atom))]),
      };
    });
  return [...[...noted.values()].map(({ row }) => row), ...asked];
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
