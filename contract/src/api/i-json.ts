/** Objects and lists inside each other: as deep as an entry of the record may be. */
const DEPTH_MAX = 32;

const HALF_PAIR = /\\u[dD][89a-fA-F]/;
const LONE_SURROGATE = /\p{Surrogate}/u;
/** The structure of a text: quotes, brackets, commas, and what may be a number. */
const MARK = /["{}[\],]|-?\d[\d.eE+-]*/g;

/**
 * What keeps a text of JSON from being I-JSON (RFC 7493), which every reader understands alike: a name
 * that stands twice in one object, half of a surrogate pair, a number that no double holds; also what
 * is nested too deep to be recorded. Undefined if nothing does. Of a text that is no JSON it says
 * anything.
 *
 * Nothing is made of the text: strings, which are most of it, are passed over to their end.
 */
export function iJsonFlaw(text: string): string | undefined {
  const mayHalve = HALF_PAIR.test(text);
  /** For each open bracket the names so far, or undefined in a list. */
  const open: (Set<string> | undefined)[] = [];
  let isName = false;
  MARK.lastIndex = 0;
  for (let found = MARK.exec(text); found !== null; found = MARK.exec(text)) {
    const [mark] = found;
    switch (mark) {
      case '"': {
        const end = stringEnd(text, found.index);
        MARK.lastIndex = end;
        if (!isName && !mayHalve) break;
        const value = textOf(text.slice(found.index, end));
        if (LONE_SURROGATE.test(value)) return 'a string holds half of a surrogate pair';
        if (!isName) break;
        isName = false;
        const names = open.at(-1);
        if (names?.has(value))
          return `the name \`${value.slice(0, 60)}\` stands twice in one object`;
        names?.add(value);
        break;
      }
      case '{':
      case '[':
        if (open.length >= DEPTH_MAX) return `it is nested more than ${DEPTH_MAX} levels deep`;
        open.push(mark === '{' ? new Set() : undefined);
        isName = mark === '{';
        break;
      case '}':
      case ']':
        open.pop();
        isName = false;
        break;
      case ',':
        isName = open.at(-1) !== undefined;
        break;
      default:
        if (!Number.isFinite(Number(mark))) return 'a number is too large to be one';
    }
  }
  return undefined;
}

/** The offset past the string that begins at `at`; past the text if it does not end. */
function stringEnd(text: string, at: number): number {
  for (let end = text.indexOf('"', at + 1); end >= 0; end = text.indexOf('"', end + 1)) {
    let before = end - 1;
    while (text[before] === '\\') before--;
    if ((end - before) % 2 === 1) return end + 1;
  }
  return text.length;
}

function textOf(literal: string): string {
  try {
    return String(JSON.parse(literal));
  } catch {
    return literal;
  }
}
