/**
 * Whether a command printed what its page shows. `…` in a line stands for any text in that line, a
 * line that is only `…` for any number of lines. Blank lines at the end and spaces at the end of a
 * line do not count.
 */
export function matches(actual: string, expected: readonly string[]): boolean {
  const wanted = trimEnd(expected.map((line) => line.trimEnd()));
  const printed = trimEnd(actual.split('\n').map((line) => line.trimEnd()));
  // One expression per line; `(?:.*\n)*?` where lines may be left out.
  const pattern = wanted.map((line) =>
    line.trim() === '…' ? '(?:.*\\n)*?' : `${inLine(line)}\\n`,
  );
  const text = printed.map((line) => `${line}\n`).join('');
  return new RegExp(`^${pattern.join('')}$`).test(text);
}

function inLine(line: string): string {
  return line.split('…').map(quote).join('.*');
}

function quote(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}

function trimEnd(lines: readonly string[]): string[] {
  const kept = [...lines];
  while (kept.at(-1) === '') kept.pop();
  return kept;
}
