import fc from 'fast-check';
import { expect, it } from 'vitest';
import { isMap, isScalar, stringify } from 'yaml';
import { createSink } from '../../src/diagnostics/sink.js';
import { parsePolicyFile } from '../../src/document/document.js';
import { mapScalar } from '../../src/document/scalar-map.js';
import { readYaml } from '../../src/document/yaml/read.js';

const STYLES = ['BLOCK_LITERAL', 'BLOCK_FOLDED', 'QUOTE_DOUBLE', 'QUOTE_SINGLE', 'PLAIN'] as const;

/** The scalar under `policy` with its value and the file. */
function scalarOf(file: string) {
  const { root } = readYaml(file, createSink());
  const pair = isMap(root) ? root.items[0] : undefined;
  const node = isScalar(pair?.value) ? pair.value : undefined;
  return { node, value: typeof node?.value === 'string' ? node.value : undefined };
}

const line = fc.stringMatching(/^[a-z"'\\ #:é🙂-]{0,12}$/u);
const text = fc.array(line, { minLength: 1, maxLength: 8 }).map((lines) => lines.join('\n'));

it.each(STYLES)('finds every character of a %s scalar in the file', (style) => {
  fc.assert(
    fc.property(text, fc.constantFrom('\n', '\r\n'), (written, lineBreak) => {
      const file = stringify(
        { policy: written },
        { defaultStringType: style, lineWidth: 24, minContentWidth: 5 },
      ).replaceAll('\n', lineBreak);
      const { node, value } = scalarOf(file);
      if (node === undefined || value === undefined) return;
      const map = mapScalar(file, node, value);
      for (let at = 0; at < value.length; at += 1) {
        const character = value.charAt(at);
        const { start } = map.toFile({ start: at, end: at + 1 });
        // Blanks and breaks may be folded, quotes and backslashes escaped: those are looked at below.
        if (/[a-zé]/.test(character)) expect(file.charAt(start)).toBe(character);
      }
    }),
    { numRuns: 300 },
  );
});

it.each([
  ['literal', 'policy: |\n    X Y\n\n     Z\n', ['X', 'Y', 'Z']],
  ['literal with an indicator', 'policy: |2-\n    X\n   Y', ['X', 'Y']],
  ['literal with CRLF', 'policy: |\r\n  X\r\n\r\n  Y Z\r\n', ['X', 'Y', 'Z']],
  ['folded', 'policy: >\n  X\n  Y\n\n    Z\n  W\n', ['X', 'Y', 'Z', 'W']],
  [
    'double-quoted',
    'policy: "\\u0041 X \\"Y\\"\\n\\\n   Z\n\n   W\\U0001F642V"',
    ['X', 'Y', 'Z', 'W', 'V'],
  ],
  ['single-quoted', "policy: 'X ''Y''\n\n  Z\n  W'", ['X', 'Y', 'Z', 'W']],
  ['plain', 'policy: X\n  Y\n\n  Z', ['X', 'Y', 'Z']],
])('maps a %s scalar', (_name, file, marks) => {
  const { node, value } = scalarOf(file);
  expect(value).toBeDefined();
  if (node === undefined || value === undefined) return;
  const map = mapScalar(file, node, value);
  for (const mark of marks) {
    const at = value.indexOf(mark);
    expect(map.toFile({ start: at, end: at + 1 })).toEqual({
      start: file.indexOf(mark),
      end: file.indexOf(mark) + 1,
    });
  }
});

it('places an error in a block that starts late in the file', () => {
  const file = `# one\n\nversion: 1\nfeedback: {path: x}\npolicy: |-\n\n\n   rule r:\n     blok exec "x"\n`;
  const [first] = parsePolicyFile(file).diagnostics;
  expect(file.slice(first?.span.start, first?.span.end)).toBe('blok');
});
