import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The licences of the packages whose code is in a bundle, to be passed on with it.
 *
 * @param {import('esbuild').Metafile} metafile with paths from the current folder
 * @returns {string}
 */
export function licencesOf(metafile) {
  const folders = Object.keys(metafile.inputs).flatMap(
    (path) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? [],
  );
  return [...new Set(folders)].sort().map(licenceOf).join('\n\n');
}

/** @param {string} folder of a package */
function licenceOf(folder) {
  const name = folder.replace(/^.*node_modules\//, '');
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
  if (file !== undefined) return `${name}\n\n${readFileSync(join(folder, file), 'utf8')}`;
  // Some come without a text; then what their manifest says is all there is to pass on.
  const { license, author } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  if (typeof license !== 'string') throw new Error(`${folder} has no licence to pass on`);
  return `${name}\n\n${license}, by ${author?.name ?? author ?? 'its authors'}; it comes without the text\n`;
}
