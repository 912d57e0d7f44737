/** Conditions over atoms, with what is known beforehand folded away. */
import type { Atom } from './atom.js';

export type Formula =
  | { readonly kind: 'constant'; readonly value: boolean }
  | { readonly kind: 'atom'; readonly atom: Atom }
  | { readonly kind: 'not'; readonly of: Formula }
  | { readonly kind: 'and' | 'or'; readonly of: readonly Formula[] };

export const TRUE: Formula = { kind: 'constant', value: true };
export const FALSE: Formula = { kind: 'constant', value: false };

export function holds(atom: Atom): Formula {
  return { kind: 'atom', atom };
}

export function not(of: Formula): Formula {
  if (of.kind === 'constant') return of.value ? FALSE : TRUE;
  return of.kind === 'not' ? of.of : { kind: 'not', of };
}

export function and(...of: readonly Formula[]): Formula {
  return join('and', of);
}

export function or(...of: readonly Formula[]): Formula {
  return join('or', of);
}

function join(kind: 'and' | 'or', of: readonly Formula[]): Formula {
  const unit = kind === 'and';
  if (of.some((one) => one.kind === 'constant' && one.value !== unit)) return unit ? FALSE : TRUE;
  const left = of.filter((one) => one.kind !== 'constant');
  const [first] = left;
  if (first === undefined) return unit ? TRUE : FALSE;
  return left.length === 1 ? first : { kind, of: left };
}
