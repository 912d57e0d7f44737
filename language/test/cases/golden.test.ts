import { it } from 'vitest';
import {
  check,
  checkExpectations,
  parseCases,
  parsePolicyFile,
  renderCaseResults,
  renderCounts,
  renderHuman,
  runCases,
} from '../../src/index.js';
import { bytesOf, casesOf, matchGolden } from '../golden.js';

/** What `rein test` says about a policy and its cases. */
function report(policy: Uint8Array, source: Uint8Array): string {
  const { program } = check(parsePolicyFile(policy));
  if (program === null) throw new Error('the policies here are valid');
  const { text, cases, diagnostics, dropped } = parseCases(source);
  const all = [...diagnostics, ...checkExpectations(cases, program)];
  if (all.length === 0) return renderCaseResults(runCases(program, cases));
  const shown = renderHuman({ name: 'input.yaml', text, diagnostics: all, dropped });
  return `${shown}\ninvalid: ${renderCounts(all)}\n`;
}

it.each(casesOf('cases'))('reads and runs cases/%s', (name) => {
  const policy = bytesOf('cases', name, 'policy.yaml');
  matchGolden('cases', name, report(policy, bytesOf('cases', name, 'input.yaml')));
});
