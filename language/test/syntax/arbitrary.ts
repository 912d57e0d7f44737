/** Texts to try the language on: valid policies, and everything that is not quite one. */
import fc from 'fast-check';
import { RESERVED } from '../../src/syntax/kind.js';

const LABELS = ['SECRET', 'TAINT', 'REVIEWED'] as const;
const blank = fc.constantFrom(' ', '  ', '\n    ', '\t', ' # why\n  ', '\r\n  ');

/** Pieces with blanks between them. */
function words(...pieces: fc.Arbitrary<string>[]): fc.Arbitrary<string> {
  const [first, ...rest] = pieces;
  if (first === undefined) return fc.constant('');
  return fc
    .tuple(first, ...rest.flatMap((piece) => [blank, piece]))
    .map((parts) => parts.filter((part) => part !== '').join(''));
}

const word = (text: string): fc.Arbitrary<string> => fc.constant(text);
const quoted = (texts: readonly string[]): fc.Arbitrary<string> =>
  fc.constantFrom(...texts.map((text) => `"${text}"`));

const path = quoted([
  'git',
  'src/**',
  '**/*.rs',
  '/etc/{passwd,shadow}',
  '~/.ssh/**',
  'a b',
  'ü*',
  'x\\"y',
  '#x',
]);
const pattern = fc.oneof({ weight: 5, arbitrary: path }, word('any'));
const endpoint = fc.oneof(
  quoted(['10.0.0.0/8', '127.', '*.internal', '[::1]:443', '*']),
  word('any'),
);
const argument = quoted(['push', '--force*', '-[ab]', 'a b']);
const label = fc.constantFrom('AGENT', ...LABELS);
const text = quoted([
  'release',
  'ask a person',
  'say \\"please\\"',
  'why — because',
  'line one\\nline two',
]);

const exec = fc
  .array(argument, { maxLength: 2 })
  .chain((args) => words(word('exec'), pattern, ...args.map(word)));
const fileVerb = fc.constantFrom('open', 'read', 'write', 'unlink', 'write file', 'read\n file');
const fileEvent = words(fileVerb, pattern);
const approval = words(word('approval'), text);
const event = fc.oneof(exec, fileEvent, approval);
const exits = fc
  .integer({ min: 0, max: 255 })
  .chain((status) => words(exec, word(`exits ${status}`)));
// An approval opens gates and closes none.
const closer = fc.oneof(exec, fileEvent);
const since = fc
  .array(closer, { minLength: 1, maxLength: 3 })
  .chain(([first = 'exec "x"', ...more]) =>
    words(word('since'), word(first), ...more.flatMap((one) => [word('or'), word(one)])),
  );
const after = fc.oneof(
  words(word('after'), fc.oneof(event, exits)),
  words(word('after'), fc.oneof(event, exits), since),
);

const { condition } = fc.letrec<{ condition: string; term: string }>((tie) => ({
  term: fc.oneof(
    { depthSize: 'small' },
    label,
    word('true'),
    words(word('target'), path),
    words(word('target'), word('not'), path),
    words(word('lineage-includes exec'), path),
    after,
    words(word('not'), tie('term')),
    words(word('('), tie('condition'), word(')')),
  ),
  condition: fc.oneof(
    { depthSize: 'small' },
    tie('term'),
    words(tie('term'), word('and'), tie('condition')),
    words(tie('term'), word('or'), tie('condition')),
  ),
}));

const effect = fc.constantFrom('notify', 'ask', 'block', 'kill');
const fileClause = words(effect, fileEvent);
const execClause = words(effect, exec);
const given = fc.option(words(word('if'), condition), { nil: '' });
const excepted = fc.array(words(word('unless'), condition), { maxLength: 2 });
const clause = fc.tuple(fc.oneof(fileClause, execClause), given, excepted).chain((parts) =>
  words(
    ...parts
      .flat()
      .filter((part) => part !== '')
      .map(word),
  ),
);
// Conditions on an endpoint read `target` as one, and the paths above are none.
const netClause = words(effect, fc.constantFrom('connect', 'recv', 'connect endpoint'), endpoint);

const rule = fc
  .tuple(fc.array(fc.oneof(clause, netClause), { minLength: 1, maxLength: 4 }), text)
  .map(([clauses, reason]) => ({ clauses, reason }));

const source = fc.oneof(
  words(word('source'), fc.constantFrom(...LABELS), word('= file'), path),
  words(word('source'), fc.constantFrom(...LABELS), word('='), exec),
  words(word('source'), fc.constantFrom(...LABELS), word('= endpoint'), endpoint),
  words(word('source'), fc.constantFrom(...LABELS), word('= agent'), text),
);
const transform = words(
  fc.constantFrom('declassify', 'endorse'),
  fc.constantFrom(...LABELS),
  word('by'),
  fc.oneof(exec, approval),
);

/** A policy without an error: every label has a source, every rule a name of its own. */
export const policyText: fc.Arbitrary<string> = fc
  .tuple(
    fc.array(fc.oneof(source, transform), { maxLength: 4 }),
    fc.array(rule, { minLength: 1, maxLength: 4 }),
  )
  .map(([declarations, rules]) => [
    ...LABELS.map((name) => `source ${name} = file "${name}/**"`),
    ...declarations,
    ...rules.map(
      ({ clauses, reason }, index) =>
        `rule r-${index}: # the ${index}th\n  ${clauses.join('\n  ')}\n  because ${reason}`,
    ),
  ])
  .map((parts) => `${parts.join('\n\n')}\n`);

const token = fc.oneof(
  fc.constantFrom(...RESERVED),
  fc.constantFrom(
    '"git"',
    '"src/**"',
    '"',
    '(',
    ')',
    ':',
    '=',
    '0',
    '256',
    '#',
    "'x'",
    '&&',
    '**',
    'X',
  ),
  fc.constantFrom(
    '\n',
    '\n',
    '\r\n',
    '\t',
    '\\',
    '“a”',
    '\u202e',
    '\ud800',
    'é',
    'rule r:',
    'policy: |\n  ',
  ),
);
const soup = fc.array(token, { maxLength: 60 }).map((tokens) => tokens.join(' '));

/** A valid policy from which a piece is cut, or into which something is put. */
const mutilated = fc
  .tuple(policyText, fc.nat(), fc.nat({ max: 20 }), fc.oneof(token, fc.string()))
  .map(([whole, at, length, piece]) => {
    const start = at % (whole.length + 1);
    return whole.slice(0, start) + piece + whole.slice(start + length);
  });

/** Anything at all. */
export const anyText: fc.Arbitrary<string> = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 80 }),
  fc.string({ maxLength: 80 }),
  soup,
  mutilated,
  policyText,
);
