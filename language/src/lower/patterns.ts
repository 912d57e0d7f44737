/** Pattern atoms as the tokens that automata are made of. */

import type { Token } from '../automaton/nfa.js';
import { literalDirectory, type PathTokens } from '../glob/resolve.js';
import { literalTokens } from '../glob/tokens.js';
import { utf8 } from '../glob/utf8.js';
import type { Atom } from './atom.js';
import type { Context } from './context.js';
import { endpointTokens } from './endpoint-tokens.js';

/** Every way in which the atom of a pattern can hold; none for atoms that no automaton says. */
export function patternTokens(atom: Atom, { resolve }: Context): readonly (readonly Token[])[] {
  switch (atom.kind) {
    case 'path':
      return resolve(atom.glob);
    case 'tree':
      return resolve(atom.glob).flatMap(directoriesAbove);
    case 'arg':
      return atom.glob.alternatives.map(({ tokens }) => tokens);
    case 'host':
      return atom.name.alternatives.map(({ tokens }) => tokens);
    case 'endpoint':
      return endpointTokens(atom.endpoint, resolve);
    case 'op':
    case 'label':
    case 'gate':
    case 'lineage':
    case 'standing':
      return [];
    default:
      return atom satisfies never;
  }
}

/** The directory that all matches lie below, and each directory that this lies in. */
function directoriesAbove(tokens: PathTokens): Token[][] {
  const directory = literalDirectory(tokens);
  if (directory === null) return [];
  const parts = directory.split('/').slice(1);
  return parts.map((_, i) => literalTokens(utf8(`/${parts.slice(0, i + 1).join('/')}`)));
}
