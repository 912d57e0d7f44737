import fc from 'fast-check';
import { expect, it } from 'vitest';
import { check, parseCases, parsePolicyFile, renderHuman } from '../../src/index.js';

const key = fc.constantFrom(
  ...['version', 'policy', 'guards', 'ask', 'feedback', 'rules', 'domains', 'default_domain'],
  ...['parent', 'bind', 'disable', 'rule', 'mode', 'ifc', 'timeout', 'ptrace', '<<', '__proto__'],
  ...['cases', 'name', 'steps', 'exec', 'write', 'rename', 'connect', 'expect', 'as', 'exits'],
);
const value = fc.constantFrom(
  ...[
    '1',
    '|',
    '|-',
    '>',
    '|2',
    'a',
    'allow',
    'block r',
    '60s',
    '~',
    'true',
    '[a, b]',
    '[',
    '{a: 1}',
  ],
  ...[
    '{rule: a, mode: locked}',
    '"a\\n b"',
    "'it''s'",
    '*x',
    '&x 1',
    '!t 1',
    '"',
    '',
    'a: b',
    '1e3',
  ],
);
const indent = fc.constantFrom('', '', '  ', '    ', '      ', '\t', '- ', '  - ', '      - ');
const line = fc.oneof(
  fc.tuple(indent, key, value).map(([blanks, name, text]) => `${blanks}${name}: ${text}`),
  fc
    .tuple(
      indent,
      fc.constantFrom('rule a:', 'block exec "x"', '# why', '---', '...', 'a', '? b', '%YAML 1.2'),
    )
    .map((parts) => parts.join('')),
);
const file = fc
  .tuple(fc.array(line, { maxLength: 14 }), fc.constantFrom('\n', '\r\n'))
  .map(([lines, lineBreak]) => lines.join(lineBreak));

it('reads any arrangement of lines, and points into the file', () => {
  fc.assert(
    fc.property(file, (text) => {
      const { diagnostics } = check(parsePolicyFile(text));
      for (const { span } of [...diagnostics, ...parseCases(text).diagnostics]) {
        expect(span.start).toBeGreaterThanOrEqual(0);
        expect(span.end).toBeGreaterThanOrEqual(span.start);
        expect(span.end).toBeLessThanOrEqual(text.length);
      }
      expect(renderHuman({ name: 'x', text, diagnostics })).not.toMatch(/undefined|\[object/);
    }),
    { numRuns: 2000 },
  );
});
