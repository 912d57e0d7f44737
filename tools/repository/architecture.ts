import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as z from 'zod';

/** The root of the repository, with a slash at its end. */
export const root = fileURLToPath(new URL('../../', import.meta.url));

const architectureSchema = z.strictObject({
  /** Each workspace: which others it may import, and whether it may touch Node's own modules. */
  packages: z.record(
    z.string(),
    z.strictObject({ imports: z.array(z.string()), node: z.boolean() }),
  ),
  /** Folders of one package that must not know of each other. */
  apart: z.array(z.strictObject({ from: z.string(), to: z.string(), because: z.string() })),
  /** No source file is longer, */
  linesMax: z.int().positive(),
  /** except these tables and generated files: path to reason. */
  longFiles: z.record(z.string(), z.string()),
});

export type Architecture = z.infer<typeof architectureSchema>;

/** Reads `architecture.json`, the one statement of the layers. Throws when it is malformed. */
export function readArchitecture(): Architecture {
  return architectureSchema.parse(JSON.parse(readFileSync(`${root}architecture.json`, 'utf8')));
}
