/**
 * @typedef {object} Outcome
 * @property {string} name
 * @property {'passed' | 'failed' | 'skipped'} result
 * @property {number} tookMs
 * @property {string} [why] of one that was skipped
 */

const words = { passed: 'ok     ', failed: 'FAILED ', skipped: 'skipped' };

/**
 * The last lines of a test run. What was skipped is never counted as passed.
 *
 * @param {readonly Outcome[]} outcomes
 * @returns {string}
 */
export function summarize(outcomes) {
  const lines = outcomes.map(({ name, result, tookMs, why }) => {
    const seconds = (tookMs / 1000).toFixed(1).padStart(7);
    const line = `  ${words[result]}  ${name.padEnd(16)}${seconds} s`;
    return why === undefined ? line : `${line}  ${why}`;
  });
  /** @param {Outcome['result']} result */
  const named = (result) =>
    outcomes.filter((outcome) => outcome.result === result).map((outcome) => outcome.name);
  const failed = named('failed');
  const skipped = named('skipped');
  const good = skipped.length === 0 ? 'all passed' : 'all that ran passed';
  const verdict = failed.length === 0 ? good : `failed: ${failed.join(', ')}`;
  const also = skipped.length === 0 ? '' : `; not run here: ${skipped.join(', ')}`;
  return ['', '── summary', ...lines, '', `${verdict}${also}`, ''].join('\n');
}
