import fc from 'fast-check';
import { expect, it } from 'vitest';
import { check } from '../../src/check/check.js';
import { parseInline } from '../../src/document/document.js';
import { format } from '../../src/format/format.js';
import { WIDTH } from '../../src/format/layout.js';
import type { Program } from '../../src/program.js';
import { significantTokens } from '../../src/syntax/ast/one-line.js';
import { parse } from '../../src/syntax/parse.js';
import { anyText, policyText } from '../syntax/arbitrary.js';

function formatted(text: string): string {
  const result = format(text);
  return result.ok ? result.text : text;
}

const tokensOf = (text: string): string[] =>
  significantTokens(parse(text).root.green).map((token) =>
    token.text.replace(/\s*[\r\n]\s*/g, ' '),
  );

function commentsOf(text: string): string[] {
  // No string of a generated policy holds a line break, so this sees comments alone.
  const outside = text.replace(/"(?:[^"\\\n]|\\.)*"/g, '""');
  return (outside.match(/#[^\n]*/g) ?? []).map((comment) => comment.trimEnd()).toSorted();
}

/** A program without its places. */
function meaning(text: string): unknown {
  const { program } = check(parseInline(text));
  const strip = (_key: string, value: unknown): unknown =>
    value instanceof Set ? [...value] : value;
  const parts: Program | null = program;
  return JSON.parse(JSON.stringify(parts, strip).replace(/"(?:line|start|end)":[0-9]+/g, '"at":0'));
}

it('changes no token and loses no comment', () => {
  fc.assert(
    fc.property(policyText, (text) => {
      const result = formatted(text);
      expect(tokensOf(result)).toEqual(tokensOf(text));
      expect(commentsOf(result)).toEqual(commentsOf(text));
    }),
  );
});

it('means the same', () => {
  fc.assert(
    fc.property(policyText, (text) => {
      expect(meaning(formatted(text))).toEqual(meaning(text));
    }),
  );
});

it('has nothing to do the second time', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const once = formatted(text);
      expect(formatted(once)).toBe(once);
    }),
    { numRuns: 1000 },
  );
});

it('keeps lines short where they can be cut', () => {
  fc.assert(
    fc.property(policyText, (text) => {
      for (const line of formatted(text).split('\n')) {
        const words = line.trim().split(/ (?=and |or |since |if |unless |#)/);
        if (words.length > 1 && !line.includes('#') && !line.startsWith('source')) {
          expect(line.length).toBeLessThanOrEqual(WIDTH);
        }
      }
    }),
  );
});
