/** Does a glob match? Slow and plain on purpose: the automata are tested against this. */
import type { Glob, GlobToken } from './glob.js';
import { characterAt } from './utf8.js';

const SLASH = 0x2f;

/** Whether some alternative of the glob matches all of the bytes. */
export function globMatches(glob: Glob, bytes: Uint8Array): boolean {
  return glob.alternatives.some((alternative) => tokensMatch(alternative.tokens, bytes));
}

/** Whether the glob matches the bytes and whatever may follow them: its tail is `**`. */
export function globMatchesAnyEnd(glob: Glob, bytes: Uint8Array): boolean {
  return glob.alternatives.some(
    ({ tokens }) => tokens.at(-1)?.kind === 'any' && tokensMatch(tokens, bytes),
  );
}

/** Whether the tokens, in their order, can take all of the bytes. */
export function tokensMatch(tokens: readonly GlobToken[], bytes: Uint8Array): boolean {
  const start = [true, ...Array.from(bytes, () => false)];
  const end = tokens.reduce<Reached>((reached, token) => after(token, reached, bytes), start);
  return end[bytes.length] === true;
}

/** By offset: can the tokens so far have taken exactly the bytes before it? */
type Reached = readonly boolean[];

/** What is reached with one token more. */
function after(token: GlobToken, reached: Reached, bytes: Uint8Array): Reached {
  switch (token.kind) {
    case 'byte':
      return reached.map(
        (_, at) => at > 0 && reached[at - 1] === true && bytes[at - 1] === token.byte,
      );
    case 'star':
      return spread(reached, (at) => bytes[at] !== SLASH);
    case 'any':
      return spread(reached, () => true);
    case 'segments': {
      const further = spread(reached, () => true);
      return reached.map((here, at) => here || (further[at] === true && bytes[at - 1] === SLASH));
    }
    case 'character': {
      const next = reached.map(() => false);
      reached.forEach((here, at) => {
        const character = here ? characterAt(bytes, at) : null;
        if (character === null || character.code === SLASH) return;
        const isListed = token.ranges.some(
          ([from, to]) => from <= character.code && character.code <= to,
        );
        if (isListed !== token.negated) next[at + character.length] = true;
      });
      return next;
    }
    default:
      return token satisfies never;
  }
}

/** What is reached with any number of bytes more, each of which may be passed. */
function spread(reached: Reached, mayPass: (at: number) => boolean): Reached {
  const next = [...reached];
  for (let at = 0; at + 1 < next.length; at++) {
    if (next[at] && mayPass(at)) next[at + 1] = true;
  }
  return next;
}
