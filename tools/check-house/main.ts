// `npm run check:house`: the rules of CONTRIBUTING.md that no linter knows.
// Casts, `any` and default exports are biome's (biome.json, tools/lint).
import { readArchitecture, root } from '../repository/architecture.js';
import { functionLengthRule, licenceRule, widthRule } from './c-rules.js';
import { createLengthRule, nameRule, staleExceptions } from './file-rules.js';
import { readSources } from './source.js';

const architecture = readArchitecture();
const sources = readSources(root);
const rules = [
  createLengthRule(architecture),
  nameRule,
  widthRule,
  licenceRule,
  functionLengthRule,
];

const found = [
  ...sources.flatMap((source) => rules.flatMap((rule) => rule(source))),
  ...staleExceptions(architecture, sources),
];
for (const line of found) process.stdout.write(`${line}\n`);

const lengths = sources.map((source) => source.lines.length).sort((a, b) => a - b);
const median = lengths[Math.floor(lengths.length / 2)] ?? 0;
const verdict = found.length === 0 ? 'the house is in order' : `${found.length} things to mend`;
process.stdout.write(`${verdict}: ${sources.length} files, median ${median} lines\n`);
process.exitCode = found.length === 0 ? 0 : 1;
