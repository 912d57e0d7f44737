/** Broken policies that are too large to keep as files. */

const file = (body: string): string => `version: 1\npolicy: |\n${body}`;
const numbers = (count: number): number[] => Array.from({ length: count }, (_, index) => index);
const lines = (count: number, line: (index: number) => string): string =>
  numbers(count)
    .map((index) => `${line(index)}\n`)
    .join('');

/** `(L0 or L1) and (L2 or L3) and …`: twice as many ways to be true with each pair. */
const ways = (pairs: number): string =>
  numbers(pairs)
    .map((index) => `(L${2 * index} or L${2 * index + 1})`)
    .join(' and ');
const labels = (count: number): string =>
  lines(count, (index) => `  source L${index} = file "f${index}"`);

const RULE = '  rule r:\n';

/** Name of a case to its text. */
export const generated: Readonly<Record<string, () => string>> = {
  'ten-thousand-lines': () =>
    file(
      `${RULE}${lines(4990, (index) => `    block write "part-${index}/**"`)}` +
        `    block exec "git" if SECRET\n${lines(5007, (index) => `    block read "part-${index}/**"`)}`,
    ),
  'an-error-on-every-line': () =>
    file(RULE + lines(1000, (index) => `    block exec part-${index}`)),
  'one-long-line': () =>
    file(
      `${RULE}    block exec "git" if ${'AGENT or '.repeat(200)}SECRET or ${'AGENT or '.repeat(20)}AGENT\n`,
    ),
  'file-too-long': () => file(`${RULE}    # ${'x'.repeat(4 * 1024 * 1024)}\n`),
  'deep-yaml': () => `version: 1\npolicy: ${'['.repeat(5000)}\n`,
  'deep-yaml-lists': () => `${'- '.repeat(5000)}\n`,
  'deep-condition': () =>
    file(
      `${RULE}    block exec "git" if ${'('.repeat(300)}AGENT${')'.repeat(300)}\n    block exec "hg" if X\n`,
    ),
  'deep-negation': () => file(`${RULE}    block exec "git" if ${'not '.repeat(5000)}AGENT\n`),
  'many-terms': () => file(`${RULE}    block exec "git" if ${'AGENT and '.repeat(1000)}AGENT\n`),
  'many-arguments': () => file(`${RULE}    block exec "git"${' "x"'.repeat(40)}\n`),
  'many-closers': () =>
    file(
      `${RULE}    block exec "git" unless after exec "make" since ${'write "x" or '.repeat(70)}write "y"\n`,
    ),
  'many-labels': () =>
    file(
      lines(70, (index) => `  source L${index} = file "f${index}"`) +
        RULE +
        lines(70, (index) => `    block exec "x${index}" if L${index}`),
    ),
  'many-gates': () =>
    file(RULE + lines(1030, (index) => `    block exec "x" unless after exec "make" "${index}"`)),
  'many-exits': () =>
    file(RULE + lines(260, (index) => `    block exec "x" unless after exec "t${index}" exits 0`)),
  'many-lineages': () =>
    file(
      RULE + lines(260, (index) => `    block exec "x" unless lineage-includes exec "p${index}"`),
    ),
  'image-many-alternatives': () => file(`${labels(14)}${RULE}    block exec "x" if ${ways(7)}\n`),
  'image-many-literals': () =>
    file(
      `${RULE}    block exec "x" if ${numbers(70)
        .map((index) => `arg "a${index}"`)
        .join(' and ')}\n`,
    ),
  'image-too-complex': () => file(`${RULE}    block write "*a${'?'.repeat(24)}b"\n`),
  'image-many-patterns': () => file(RULE + lines(8300, (index) => `    block write "/p${index}"`)),
  'image-many-standing': () =>
    file(labels(1) + RULE + lines(513, (index) => `    block exec "x${index}" if L0`)),
  'image-many-rows': () =>
    file(labels(12) + RULE + lines(1100, (index) => `    block exec "x${index}" if ${ways(6)}`)),
  'many-clauses': () => file(RULE + lines(16_400, (index) => `    block exec "x${index}"`)),
};
