import type { Rule } from './source.js';

const columnsMax = 100;
const tabColumns = 8;
const functionLinesMax = 70;

function isC(path: string): boolean {
  return path.endsWith('.c') || path.endsWith('.h');
}

/** Columns a line takes with tabs at every eighth. */
function widthOf(line: string): number {
  let width = 0;
  for (const char of line) width += char === '\t' ? tabColumns - (width % tabColumns) : 1;
  return width;
}

/** C is not formatted by biome, so its line width is looked at here. */
export const widthRule: Rule = ({ path, lines }) =>
  isC(path)
    ? lines.flatMap((line, index) =>
        widthOf(line) > columnsMax
          ? [`${path}:${index + 1}: wider than ${columnsMax} columns`]
          : [],
      )
    : [];

/** Every C file opens with its licence. */
export const licenceRule: Rule = ({ path, lines }) =>
  isC(path) && !lines[0]?.includes('SPDX-License-Identifier:')
    ? [`${path}:1: the first line has no SPDX-License-Identifier`]
    : [];

/** In kernel style a function, and nothing else, has `{` alone in the first column. */
export const functionLengthRule: Rule = ({ path, lines }) => {
  if (!isC(path)) return [];
  const found: string[] = [];
  let opened: number | undefined;
  lines.forEach((line, index) => {
    if (line === '{') opened = index;
    if (line !== '}' || opened === undefined) return;
    const length = index - opened + 1;
    if (length > functionLinesMax) {
      found.push(`${path}:${opened}: function of ${length} lines, ${functionLinesMax} are allowed`);
    }
    opened = undefined;
  });
  return found;
};
