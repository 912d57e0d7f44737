/**
 * How long a policy of 1000 rules takes, from text to checked program:
 * `npx tsx language/bench/check-speed.ts`. Wall clock, and processor time, which says more on a
 * machine that has other things to do.
 */
import { check } from '../src/check/check.js';
import { parsePolicyFile } from '../src/document/document.js';
import { parse } from '../src/syntax/parse.js';

const RULES = 1000;
const ROUNDS = 15;

const rules = Array.from({ length: RULES }, (_, index) =>
  [
    `  rule check-${index}-first:`,
    `    block exec "git" "commit" if AGENT and not LOCAL`,
    `      unless after exec "make" "check-${index}" since write "part-${index}/**" or write "Makefile"`,
    `    because "Run make check-${index}, then commit."`,
  ].join('\n'),
);
const body = `  source LOCAL = file "local/**"\n${rules.join('\n')}\n`;
const file = `version: 1\npolicy: |\n${body}`;

interface Took {
  readonly wall: number;
  readonly processor: number;
}

function measure(work: () => unknown): Took {
  const before = process.cpuUsage();
  const start = performance.now();
  work();
  const wall = performance.now() - start;
  const { user, system } = process.cpuUsage(before);
  return { wall, processor: (user + system) / 1000 };
}

function time(name: string, work: () => unknown): void {
  const took = Array.from({ length: ROUNDS }, () => measure(work));
  const median = (of: keyof Took): string =>
    (took.map((one) => one[of]).toSorted((a, b) => a - b)[ROUNDS >> 1] ?? 0).toFixed(1);
  const first = took[0]?.wall.toFixed(1);
  process.stdout.write(
    `${name}: first ${first} ms, median ${median('wall')} ms, processor ${median('processor')} ms\n`,
  );
}

const document = parsePolicyFile(file);
const { program, diagnostics } = check(document);
process.stdout.write(
  `${RULES} rules, ${file.length} characters, ${program?.rules.length ?? 0} checked, ${diagnostics.length} diagnostics\n`,
);
time('parse the language', () => parse(body));
time('parse the file', () => parsePolicyFile(file));
time('check', () => check(document));
time('all', () => check(parsePolicyFile(file)));
