// `npm run check:layers`: do the imports of the sources keep to architecture.json?
import { readArchitecture, root } from '../repository/architecture.js';
import { layerViolations } from './violations.js';

const found = layerViolations(root, readArchitecture());
for (const line of found) process.stdout.write(`${line}\n`);
process.stdout.write(
  found.length === 0 ? 'layers hold\n' : `${found.length} imports cross a layer\n`,
);
process.exitCode = found.length === 0 ? 0 : 1;
