import { build } from 'esbuild';
import { expect, it } from 'vitest';

it('bundles for a page, without a builtin of Node', async () => {
  const { outputFiles, metafile } = await build({
    entryPoints: [new URL('../src/index.ts', import.meta.url).pathname],
    alias: { '@rein/contract': new URL('../../contract/src/index.ts', import.meta.url).pathname },
    bundle: true,
    platform: 'browser',
    format: 'esm',
    metafile: true,
    write: false,
    logLevel: 'silent',
  });
  expect(outputFiles).toHaveLength(1);
  const imports = Object.values(metafile.outputs).flatMap((output) => output.imports);
  expect(imports).toEqual([]);
});
