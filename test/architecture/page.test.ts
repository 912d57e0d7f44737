import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readArchitecture, root } from '../../tools/repository/architecture.js';

const page = readFileSync(`${root}ARCHITECTURE.md`, 'utf8');

/** `| `cli/` | what it holds | what it uses |` by folder. */
const rows = new Map(
  [...page.matchAll(/^\| `(\w+)\/` \|.*\| (.*) \|$/gm)].map((row) => [row[1], row[2]]),
);

test.each(Object.entries(readArchitecture().packages))(
  'ARCHITECTURE.md says what %s uses',
  (name, { imports }) => {
    expect(rows.get(name)).toBe(imports.length === 0 ? 'nothing' : imports.join(', '));
  },
);
