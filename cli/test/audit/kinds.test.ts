import { readFileSync } from 'node:fs';
import { CONTROL_KINDS, RUN_KINDS } from '@rein/contract';
import { expect, it } from 'vitest';

const page = readFileSync(
  new URL('../../../docs/reference/run-record.md', import.meta.url),
  'utf8',
);

it.each([...RUN_KINDS, ...CONTROL_KINDS])('%s is described where records are', (kind) => {
  expect(new RegExp(`^(## .*\\b${kind}\\b|\\|.*\`${kind}\`.*\\|)`, 'm').test(page)).toBe(true);
});
