/** Policies that never match: what a rule costs when it says nothing. */
export type Shape = 'files' | 'reads' | 'writes' | 'execs' | 'mixed';

const FILE_GLOBS = [
  (i: number) => `"**/no-such-${i}/**"`,
  (i: number) => `"*.none${i}"`,
  (i: number) => `"/no/such/place-${i}/**"`,
  (i: number) => `"lib/{alpha,beta}-${i}/*.c"`,
];

function clause(shape: Shape, i: number): string {
  const glob = FILE_GLOBS[i % FILE_GLOBS.length]?.(i) ?? '';
  switch (shape) {
    case 'files':
      return `block ${['open', 'write', 'read', 'unlink'][(i >> 2) % 4]} ${glob}`;
    case 'reads':
      return `block read ${glob}`;
    case 'writes':
      return `block write ${glob}`;
    case 'execs':
      return `block exec "no-such-tool-${i}" "arg-${i}"`;
    case 'mixed':
      return i % 3 === 0
        ? clause('execs', i)
        : i % 3 === 1
          ? clause('files', i)
          : `block connect "10.${i % 256}.${(i >> 8) % 256}.0/24"`;
    default:
      return shape satisfies never;
  }
}

/** A policy file of `rules` rules of one shape. */
export function policy(shape: Shape, rules: number): string {
  const lines = ['version: 1', 'policy: |'];
  for (let i = 0; i < rules; i++) {
    lines.push(`  rule bench-${i}:`, `    ${clause(shape, i)}`, `    because "never matches"`);
  }
  return `${lines.join('\n')}\n`;
}
