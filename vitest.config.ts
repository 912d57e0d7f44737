import { defineConfig } from 'vitest/config';

// Tests resolve @rein/* to the sources, so `npx vitest run language` needs no build first.
const packages = ['contract', 'language', 'ledger', 'enforce', 'govern', 'control', 'sdk'];
const sources = Object.fromEntries(
  packages.map((name) => [
    `@rein/${name}`,
    new URL(`./${name}/src/index.ts`, import.meta.url).pathname,
  ]),
);
// The first match wins, so the subpath comes before its package.
const alias = {
  '@rein/contract/api': new URL('./contract/src/api/index.ts', import.meta.url).pathname,
  ...sources,
};

export default defineConfig({
  resolve: { alias },
  test: {
    maxWorkers: 2,
    globalSetup: './test/setup/temporary-folder.ts',
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['*/test/**/*.test.ts'],
          exclude: ['**/node_modules/**', '**/dist/**'],
          // A bound against hanging, not on speed: a busy machine must not fail a test.
          testTimeout: 60_000,
        },
      },
      {
        // Real processes, the built command and the compiled engine: slower, and it needs `npm run build`.
        extends: true,
        test: {
          name: 'e2e',
          include: ['test/**/*.test.ts'],
          // Without it bash asks for its user's shell over a socket, which a rule on connect sees.
          env: { SHELL: '/bin/bash' },
          // Real terminals and signals on a busy machine. The report names a test that needed its second try.
          retry: 1,
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
