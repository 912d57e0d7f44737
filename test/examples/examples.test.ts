import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { rein } from '../e2e/rein.js';

const FOLDER = fileURLToPath(new URL('../../examples/', import.meta.url));
const examples = readdirSync(FOLDER, { withFileTypes: true }).filter((e) => e.isDirectory());

describe.each(examples.map((e) => e.name))('examples/%s', (name) => {
  const policy = join(FOLDER, name, 'rein.yaml');
  it('is a policy that can be enforced', async () => {
    const { code, stdout } = await rein(['check', '--strict', policy]);
    expect(stdout).toContain('ok ');
    expect(code).toBe(0);
  });
  it('means what its cases say', async () => {
    const { code, stdout } = await rein([
      'policy',
      'test',
      policy,
      '--cases',
      join(FOLDER, name, 'cases.yaml'),
    ]);
    expect(stdout).toMatch(/cases?, all ok/);
    expect(code).toBe(0);
  });
});
