/**
 * @typedef {object} Outcome
 * @property {string} name
 * @property {boolean} passed
 * @property {number} tookMs
 */

/**
 * The last lines of a test run.
 *
 * @param {readonly Outcome[]} outcomes
 * @returns {string}
 */
export function summarize(outcomes) {
  const lines = outcomes.map(({ name, passed, tookMs }) => {
    const seconds = (tookMs / 1000).toFixed(1).padStart(7);
    return `  ${passed ? 'ok    ' : 'FAILED'}  ${name.padEnd(16)}${seconds} s`;
  });
  const failed = outcomes.filter((outcome) => !outcome.passed).map((outcome) => outcome.name);
  const verdict = failed.length === 0 ? 'all passed' : `failed: ${failed.join(', ')}`;
  return ['', '── summary', ...lines, '', verdict, ''].join('\n');
}
