/** Every code of this package, for lists, for SARIF, and for the test that each is explained. */
import type { CodeEntry } from '../define.js';
import { capabilityProblems } from './capabilities.js';
import { casesProblems } from './cases.js';
import { checkProblems } from './check.js';
import { documentProblems } from './document.js';
import { grammarProblems } from './grammar.js';
import { lowerProblems } from './lower.js';
import { syntaxProblems } from './syntax.js';

export const CODES: readonly CodeEntry[] = [
  ...Object.values(syntaxProblems),
  ...Object.values(grammarProblems),
  ...Object.values(documentProblems),
  ...Object.values(checkProblems),
  ...Object.values(lowerProblems),
  ...Object.values(casesProblems),
  ...Object.values(capabilityProblems),
].toSorted((a, b) => (a.code < b.code ? -1 : 1));
