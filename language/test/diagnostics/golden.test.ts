import { expect, it } from 'vitest';
import {
  CASE_HOST,
  CODES,
  check,
  lower,
  type PolicyDocument,
  parseInline,
  parsePolicyFile,
  renderCounts,
  renderHuman,
} from '../../src/index.js';
import { bytesOf, casesOf, expectedOf, matchGolden } from '../golden.js';
import { generated } from './generated.js';

/** What `rein check` says: of the text, and of the image when the text is fine. */
function report(document: PolicyDocument, isLowered: boolean): string {
  const { diagnostics: found, dropped, program: checked } = check(document);
  const lowered =
    checked === null || !isLowered ? null : lower(checked, CASE_HOST, { policyDigest });
  const refused = lowered === null || lowered.ok ? [] : lowered.diagnostics;
  const program = refused.length === 0 ? checked : null;
  const diagnostics = [...found, ...refused];
  const shown = renderHuman({ name: 'input.yaml', text: document.text, diagnostics, dropped });
  const verdict = program === null ? 'invalid' : `valid with ${program.rules.length} rules`;
  const counts = renderCounts(diagnostics);
  return `${shown}${shown === '' ? '' : '\n'}${verdict}${counts === '' ? '' : `: ${counts}`}\n`;
}

const policyDigest = new Uint8Array(32);

it.each(casesOf('policies'))('reports what is wrong with policies/%s', (name) => {
  const bytes = bytesOf('policies', name, 'input.yaml');
  matchGolden('policies', name, report(parsePolicyFile(bytes), true));
});

it.each(Object.keys(generated))('reports what is wrong with generated/%s', (name) => {
  const text = generated[name]?.() ?? '';
  // The frame of a line of megabytes is cut; what is compared stays small.
  matchGolden('generated', name, report(parsePolicyFile(text), name.startsWith('image-')));
});

it('refuses inline text over the limit', () => {
  const { diagnostics, program } = check(parseInline(`# ${'x'.repeat(4 * 1024 * 1024)}`));
  expect(program).toBeNull();
  expect(diagnostics.map(({ code }) => code)).toEqual(['R1006']);
});

it('has a case for every code', () => {
  const all = ['policies', 'generated', 'cases'].flatMap((folder) =>
    casesOf(folder).map((name) => expectedOf(folder, name)),
  );
  const seen = new Set(all.join('\n').match(/\bR[0-9]{4}\b/g));
  // R1006 is about inline text, R2210 about cases of actions: they have tests of their own. R3306 takes an image of 64 MiB.
  const missing = CODES.map(({ code }) => code).filter(
    (code) => !seen.has(code) && !['R1006', 'R2210', 'R3306'].includes(code),
  );
  expect(missing).toEqual([]);
});

it('gives each code once', () => {
  const codes = CODES.map(({ code }) => code);
  expect(new Set(codes).size).toBe(codes.length);
});
