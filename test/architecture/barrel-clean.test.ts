import { createContext, Script } from 'node:vm';
import { build } from 'esbuild';
import { expect, test } from 'vitest';
import { readArchitecture, root } from '../../tools/repository/architecture.js';

const browserClean = Object.entries(readArchitecture().packages)
  .filter(([, { node }]) => !node)
  .map(([name]) => name);

test('some packages promise to be free of Node', () => {
  expect(browserClean).toEqual(['contract', 'language']);
});

// Two halves: the built graph, third-party code included, bundles for a browser (a Node builtin
// would be an unresolved import), and it starts in a realm without Buffer, process or require.
test.each(browserClean)('%s reaches no Node builtin in its built graph', async (name) => {
  const { outputFiles, metafile } = await build({
    bundle: true,
    entryPoints: [`${root}${name}/dist/index.js`],
    format: 'iife',
    globalName: 'barrel',
    logLevel: 'silent',
    metafile: true,
    platform: 'browser',
    write: false,
  });
  const external = Object.values(metafile.outputs).flatMap((output) =>
    output.imports.filter((reached) => reached.external === true),
  );
  expect(external).toEqual([]);

  const realm = createContext({ TextEncoder, TextDecoder, URL });
  const start = new Script(`${outputFiles[0]?.text}; typeof barrel`);
  expect(start.runInContext(realm)).toBe('object');
});
