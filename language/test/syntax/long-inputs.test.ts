import { expect, it } from 'vitest';
import { check } from '../../src/check/check.js';
import { parseInline, parsePolicyFile } from '../../src/document/document.js';
import { longInputs } from './long-inputs.js';

const LENGTH = 100_000;

// No clock here: what takes quadratic time on these takes minutes, and the runner ends it.
it.each(Object.entries(longInputs))('reads a long text of %s', (_name, build) => {
  const text = build(LENGTH);
  expect(text.length).toBeGreaterThan(LENGTH / 2);
  for (const document of [parseInline(text), parsePolicyFile(text)]) {
    const { diagnostics } = check(document);
    expect(diagnostics.length).toBeLessThanOrEqual(200);
  }
});
