/** The published JSON Schemas are those of the sources. */
import { readFileSync, writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import * as z from 'zod';
import { actionLineSchema, capabilitiesSchema, jobSchema } from '../src/api/index.js';

const SCHEMAS = {
  capabilities: capabilitiesSchema,
  job: jobSchema,
  'action-line': actionLineSchema,
} as const;

it.each(Object.entries(SCHEMAS))('%s', (name, schema) => {
  const file = new URL(`../../docs/reference/schemas/${name}.schema.json`, import.meta.url);
  const made = z.toJSONSchema(schema, { io: 'input', target: 'draft-2020-12' });
  const text = `${JSON.stringify(made, null, 2)}\n`;
  if (process.env.REIN_UPDATE !== undefined) writeFileSync(file, text);
  expect(readFileSync(file, 'utf8'), 'generate it with REIN_UPDATE=1').toBe(text);
});
