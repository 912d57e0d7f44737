import { readFileSync } from 'node:fs';
import {
  ACTIONS,
  AUTOMATA,
  EFFECTS,
  ELEMENT_BYTES,
  ENGINE_OPS,
  GUARDS,
  HEADER,
  HEADER_BYTES,
  IMAGE_FLAGS,
  IMAGE_MAGIC,
  IMAGE_VERSION,
  LABEL_ATOM,
  LIMITS,
  NEGATED,
  OP_ATOM,
  opBit,
  ROW_FLAGS,
  SECTIONS,
  strength,
  TABLES,
} from '@rein/contract';
import { expect, it } from 'vitest';
import { hasCompiler, imageHeader, valuesInC } from './c-values.js';

/** C expressions and the number that TypeScript says each of them is. */
type Claims = Record<string, number>;

const inC = it.skipIf(!hasCompiler);

function same(name: string, claims: Claims): void {
  inC(`the C header agrees on ${name}`, () => {
    const expressions = Object.keys(claims);
    const values = valuesInC(expressions);
    const found = Object.fromEntries(expressions.map((it, i) => [it, values[i]]));
    expect(found).toEqual(claims);
  });
}

/** An enum of the header: a name for each item, and the one after the last. */
function numbered(prefix: string, names: readonly string[], end: string | null): Claims {
  const claims: Claims = {};
  names.forEach((name, i) => {
    claims[`REIN_${prefix}${name.toUpperCase().replaceAll('-', '_')}`] = i;
  });
  if (end !== null) claims[end] = names.length;
  return claims;
}

// `LIMITS` in the words of the header; null where only the compiler has the limit.
const limitNames = {
  labels: 'REIN_LABELS_MAX',
  gates: 'REIN_GATES_MAX',
  lineages: 'REIN_LINEAGES_MAX',
  exits: 'REIN_EXITS_MAX',
  standing: 'REIN_STANDING_MAX',
  atoms: 'REIN_ATOMS_MAX',
  rows: 'REIN_ROWS_MAX',
  rowsPerClause: null,
  literals: 'REIN_LITERALS_MAX',
  clauses: 'REIN_CLAUSES_MAX',
  states: 'REIN_STATES_MAX',
  automata: 'REIN_AUTOMATA_MAX',
  alternatives: null,
  pathBytes: 'REIN_PATH_MAX',
  argvBytes: 'REIN_ARGV_MAX',
  names: 'REIN_NAMES_MAX',
  matches: 'REIN_MATCHES_MAX',
  imageBytes: 'REIN_IMAGE_MAX',
} as const satisfies Record<keyof typeof LIMITS, string | null>;

const limits: Claims = {};
for (const [key, limit] of Object.entries(LIMITS)) {
  const name = Object.entries(limitNames).find(([it]) => it === key)?.[1];
  if (name != null) limits[name] = limit;
}
same('limits', limits);

const header = readFileSync(imageHeader, 'utf8');

/** What stands between the braces of `enum NAME {` or `struct NAME {`. */
function bodyOf(name: string): string {
  return new RegExp(`${name} \\{([^}]*)\\}`).exec(header)?.[1] ?? '';
}

it('every limit of the C header has a twin', () => {
  const defined = [...header.matchAll(/^#define (REIN_\w+_MAX)\b/gm)].map((match) => match[1]);
  expect(defined.sort()).toEqual(Object.keys(limits).sort());
});

it('every action, effect and header field of the C header has a twin', () => {
  expect(bodyOf('enum rein_action').match(/REIN_\w+/g)).toHaveLength(ACTIONS.length);
  expect(bodyOf('enum rein_effect').match(/REIN_\w+/g)).toHaveLength(EFFECTS.length + 1);
  const fields = bodyOf('struct rein_header').matchAll(/(\w+)(?:\[\w+\])?;/g);
  expect([...fields].map((match) => match[1])).toEqual(Object.keys(HEADER).map(fieldInC));
});

same('engine operations', numbered('', ENGINE_OPS, 'REIN_OPS'));
same('bits of operations', { 'REIN_OP(REIN_RECV)': opBit('recv'), 'REIN_OP(REIN_EXEC)': 1 });
same('effects', {
  REIN_NONE: strength('none'),
  ...Object.fromEntries(EFFECTS.map((it) => [`REIN_${it.toUpperCase()}`, strength(it)])),
});
same('kinds of automata', numbered('', AUTOMATA, 'REIN_KINDS'));
same('tables', numbered('TABLE_', TABLES, 'REIN_TABLES'));
same('actions', numbered('ACT_', ACTIONS, null));
same('guards', numbered('GUARD_', GUARDS, 'REIN_GUARDS'));
same('sections', numbered('SEC_', SECTIONS, 'REIN_SECTIONS'));

same('flags and marks', {
  REIN_ROW_ASSUME: ROW_FLAGS.assume,
  REIN_ROW_OBJECT: ROW_FLAGS.object,
  REIN_FLAG_FLOW: IMAGE_FLAGS.flow,
  REIN_FLAG_HOST_NAMES: IMAGE_FLAGS.hostNames,
  REIN_NEGATED: NEGATED,
  REIN_LABEL_ATOM: LABEL_ATOM,
  REIN_EXEC: OP_ATOM,
  REIN_IMAGE_VERSION: IMAGE_VERSION,
  'sizeof(REIN_IMAGE_MAGIC)': IMAGE_MAGIC.length,
  ...Object.fromEntries(
    [...IMAGE_MAGIC].map((char, i) => [`REIN_IMAGE_MAGIC[${i}]`, char.charCodeAt(0)]),
  ),
});

const structs = {
  automata: 'struct rein_automaton',
  classes: 'u8',
  cells: 'u16',
  states: 'struct rein_state',
  sets: 'struct rein_span',
  set_atoms: 'u16',
  rows: 'struct rein_row',
  literals: 'u16',
  index: 'struct rein_span',
  index_rows: 'u32',
  exits: 'struct rein_exit',
  clauses: 'struct rein_clause',
  rules: 'struct rein_rule',
  gates: 'struct rein_gate',
  labels: 'struct rein_span',
  strings: 'u8',
} as const satisfies Record<keyof typeof ELEMENT_BYTES, string>;

same(
  'sizes of elements',
  Object.fromEntries(
    SECTIONS.map((section) => [`sizeof(${structs[section]})`, ELEMENT_BYTES[section]]),
  ),
);

/** `labelAtom` is `label_atom` in C. */
function fieldInC(name: string): string {
  return name.replaceAll(/[A-Z]/g, (it) => `_${it.toLowerCase()}`);
}

same('the header', {
  'sizeof(struct rein_header)': HEADER_BYTES,
  ...Object.fromEntries(
    Object.entries(HEADER).map(([field, offset]) => [
      `offsetof(struct rein_header, ${fieldInC(field)})`,
      offset,
    ]),
  ),
});
