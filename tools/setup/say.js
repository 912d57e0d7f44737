/**
 * One line per thing that setup did or found done.
 *
 * @param {string} part what the line is about
 * @param {string} state what is true of it now
 */
export function say(part, state) {
  process.stdout.write(`setup  ${part.padEnd(16)} ${state}\n`);
}

/**
 * Time since `startedMs` for people: `1.2 s`.
 *
 * @param {number} startedMs a reading of `performance.now()`
 * @returns {string}
 */
export function since(startedMs) {
  return `${((performance.now() - startedMs) / 1000).toFixed(1)} s`;
}
