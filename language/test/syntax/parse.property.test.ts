import fc from 'fast-check';
import { expect, it } from 'vitest';
import { check } from '../../src/check/check.js';
import { parseInline, parsePolicyFile } from '../../src/document/document.js';
import { printGreen } from '../../src/syntax/green.js';
import { parse } from '../../src/syntax/parse.js';
import { isNode, type SyntaxNode } from '../../src/syntax/red.js';
import { anyText, policyText } from './arbitrary.js';

const print = (text: string): string => printGreen(parse(text).root.green);

it('prints back any text', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      expect(print(text)).toBe(text);
    }),
    { numRuns: 2000 },
  );
});

it('keeps every diagnostic inside the text', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      for (const { span, message, help } of parse(text).diagnostics) {
        expect(span.start).toBeGreaterThanOrEqual(0);
        expect(span.end).toBeGreaterThanOrEqual(span.start);
        expect(span.end).toBeLessThanOrEqual(text.length);
        expect(`${message} ${help ?? ''}`).not.toMatch(/\p{Cc}|\u202e|undefined|\[object/u);
      }
    }),
  );
});

it('gives every node the place of its text', () => {
  const walk = (node: SyntaxNode, text: string): void => {
    expect(printGreen(node.green)).toBe(text.slice(node.span.start, node.span.end));
    for (const child of node.children()) {
      if (isNode(child)) walk(child, text);
      else expect(child.text).toBe(text.slice(child.start, child.start + child.text.length));
    }
  };
  fc.assert(fc.property(anyText, (text) => walk(parse(text).root, text)));
});

it('starts and ends nodes with what means something', () => {
  fc.assert(
    fc.property(policyText, (text) => {
      for (const node of parse(text).root.nodes()) {
        const written = printGreen(node.green);
        expect(written.trim()).toBe(written);
      }
    }),
  );
});

it('never throws, whatever is checked', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      for (const document of [parseInline(text), parsePolicyFile(text)]) {
        const { program, diagnostics } = check(document);
        const failed = diagnostics.some(({ severity }) => severity === 'error');
        expect(program === null).toBe(failed);
      }
    }),
  );
});

it('never throws on bytes', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      expect(() => check(parsePolicyFile(bytes))).not.toThrow();
    }),
  );
});

it('reads generated policies without an error', () => {
  fc.assert(
    fc.property(policyText, (text) => {
      const { diagnostics } = check(parseInline(text));
      expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
    }),
  );
});
