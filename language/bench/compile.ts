/**
 * How long a policy takes from text to image, by stage and by number of rules:
 * `npx tsx language/bench/compile.ts`. The first row of each size is cold, the second warm.
 */
import { AtomSets } from '../src/automaton/automaton.js';
import { check } from '../src/check/check.js';
import { parseInline } from '../src/document/document.js';
import { createContext } from '../src/lower/context.js';
import { gateRows } from '../src/lower/gate-rows.js';
import { compileKinds } from '../src/lower/kinds.js';
import { lower } from '../src/lower/lower.js';
import { numberAtoms } from '../src/lower/numbering.js';
import { programRows } from '../src/lower/rows.js';

const SIZES = [1, 10, 100, 1000, 10_000];
/** An image has 8192 atoms: large policies say more about the same names. */
const PATTERNS = 6400;
const HOST = { root: '/home/u/work', home: '/home/u' };
const DIGEST = new Uint8Array(32);

/** The kinds of rules that policies have, with a pattern of its own each. */
const CLAUSES: readonly ((i: number) => string)[] = [
  (i) => `block write "**/dir_${i}/**"`,
  (i) => `notify write "*.ext${i}"`,
  (i) => `block exec "/opt/app${i}/bin/tool"`,
  (i) => `ask write "src/{a${i},b${i}}/file.c"`,
  (i) => `block exec "tool${i}" "push" unless after exec "pytest" exits 0 since write "src/**"`,
  (i) => `block read "/etc/conf${i}.d/*.conf" if SECRET`,
  (i) => `kill connect "10.${i % 256}.${i >> 8}.0/24:443"`,
  (i) => `block connect "*.h${i}.internal"`,
];

function policy(rules: number): string {
  const texts = Array.from({ length: rules }, (_, i) => {
    const clause = CLAUSES[i % CLAUSES.length]?.(i % PATTERNS) ?? '';
    return `rule r${i}:\n  ${clause}\n  because "reason ${i}"\n`;
  });
  return `source SECRET = file "**/.env"\n${texts.join('')}`;
}

/** Milliseconds of each stage, and what came of it. */
function measure(text: string): readonly (string | number)[] {
  const times: number[] = [];
  const timed = <T>(stage: () => T): T => {
    const start = performance.now();
    const result = stage();
    times.push(performance.now() - start);
    return result;
  };
  const document = timed(() => parseInline(text));
  const { program, diagnostics } = timed(() => check(document));
  if (program === null) throw new Error(diagnostics[0]?.message);
  const context = createContext(program, HOST);
  const { rows, live, lineages } = timed(() => {
    const own = programRows(context);
    return { ...own, rows: [...own.rows, ...gateRows(context).rows] };
  });
  const numbering = numberAtoms(rows, context.gates.length, live, lineages);
  timed(() => compileKinds(context, rows, numbering, new AtomSets()));
  const lowered = timed(() => lower(program, HOST, { policyDigest: DIGEST }));
  const figures = times.map((ms) => ms.toFixed(1));
  if (!lowered.ok) return [...figures, lowered.diagnostics[0]?.message ?? ''];
  const automata = lowered.listing.automata
    .map(({ kind, states, classes }) => `${kind} ${states}x${classes}`)
    .join(', ');
  return [...figures, (lowered.image.length / 1024).toFixed(0), automata];
}

const HEAD = ['rules', 'parse', 'check', 'rows', 'automata', 'lower', 'KiB', 'automata'];
process.stdout.write(`milliseconds; lower holds rows and automata\n${HEAD.join('\t')}\n`);
for (const rules of SIZES) {
  const text = policy(rules);
  for (let round = 0; round < 2; round++) {
    process.stdout.write(`${[rules, ...measure(text)].join('\t')}\n`);
  }
}
