/** The published schema and the reader agree about which files are well formed. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { ACTION_ARGS, capabilitiesSchema } from '../../../contract/src/api/index.js';
import {
  ACTION_MEMBERS,
  CAPABILITIES,
  METHODS,
  parseActionCases,
  parsePolicyFile,
  RULE_KEYS,
  SCHEMES,
} from '../../src/index.js';

/** One value of each kind that some key takes. */
const VALUES: Record<string, unknown[]> = {
  max_bytes: ['1KiB', 10, '1 parsec', -1],
  methods: [['GET'], 'POST', ['GETT'], 7],
  schemes: ['https', ['ftp']],
  paths: ['/a/**', ['/b'], 1],
  private: [true, 'yes'],
  args: [['-m'], [], 1],
  has_args: ['push', 1],
  env: ['TOKEN', 'A B'],
  id: ['mine', '1'],
  because: ['so', 1],
  strange: [1],
};

it('agree on every capability, effect and key', () => {
  let accepted = 0;
  for (const capability of CAPABILITIES) {
    for (const effect of ['allow', 'ask', 'deny', 'permit']) {
      for (const [key, values] of Object.entries(VALUES)) {
        for (const value of values) {
          const capabilities = { [capability]: [{ [effect]: 'example', [key]: value }] };
          const file = JSON.stringify({ version: 1, capabilities });
          const reads = parsePolicyFile(file).diagnostics.length === 0;
          const fits = capabilitiesSchema.safeParse(capabilities).success;
          expect(`${file} ${reads}`).toBe(`${file} ${fits}`);
          if (fits) accepted += 1;
        }
      }
    }
  }
  expect(accepted).toBeGreaterThan(50);
});

it('know the same words', () => {
  expect(Object.keys(ACTION_ARGS)).toEqual([...CAPABILITIES]);
  expect(Object.keys(RULE_KEYS)).toEqual([...CAPABILITIES]);
  for (const capability of CAPABILITIES) {
    // `bytes` and `resolved` are what a dry run may say instead of doing it.
    const known = ACTION_MEMBERS[capability].filter((one) => !['bytes', 'resolved'].includes(one));
    expect([capability, Object.keys(ACTION_ARGS[capability].shape)]).toEqual([capability, known]);
  }
  expect(METHODS.length + SCHEMES.length).toBe(9);
});

it('read the example', () => {
  const text = readFileSync(
    new URL('../../../examples/capabilities/rein.yaml', import.meta.url),
    'utf8',
  );
  expect(parsePolicyFile(text).diagnostics).toEqual([]);
  expect(capabilitiesSchema.safeParse(parse(text).capabilities).success).toBe(true);
});

it('reads cases of actions, and says which is none', () => {
  const cases = (text: string) =>
    parseActionCases(`version: 1\nactions:\n${text}`)?.diagnostics.map(({ code }) => code);
  expect(cases('  - {capability: fs.read, resource: a, expect: ALLOW}\n')).toEqual([]);
  expect(cases('  - {capability: fs.read, resource: a}\n')).toEqual(['R2210']);
  expect(cases('  - {capability: fs.read, expect: MAYBE}\n')).toEqual(['R2210', 'R2205']);
  expect(parseActionCases('cases: []\n')).toBeNull();
});
