/** The first line that says something. */
const FIRST_LINE = /^(?:[ \t\ufeff]*(?:#[^\n]*)?(?:\r?\n|$))*[ \t]*([^\n]*)/;

/**
 * True when a file starts like the policy language itself. YAML would read `rule a:` as a key and
 * say something true and useless.
 */
export function looksBare(text: string): boolean {
  const line = FIRST_LINE.exec(text.slice(0, 65_536))?.[1] ?? '';
  return /^(?:rule\s+[^\s:]+\s*:|source\s+\S+\s*=|(?:declassify|endorse)\s+\S+\s+by\b|(?:notify|ask|block|kill)\s+(?:exec|open|read|write|unlink|connect|recv)\s+"?)/.test(
    line,
  );
}
