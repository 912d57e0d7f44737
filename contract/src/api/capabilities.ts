import * as z from 'zod';

/** The shape of `capabilities:` in a policy file, for editors; what patterns may hold is the compiler's to say. */
const textsSchema = z.union([z.string().min(1), z.array(z.string()).min(1).max(64)]);
const listSchema = z.union([z.string(), z.array(z.string()).max(64)]);
const sizeSchema = z.union([
  z
    .int()
    .min(0)
    .max(1024 ** 4),
  z.string().regex(/^[0-9]{1,13} ?(B|KB|MB|GB|KiB|MiB|GiB)?$/, 'not a size'),
]);

const COMMON = {
  id: z
    .string()
    .regex(/^[A-Za-z][A-Za-z0-9_.-]{0,63}$/, 'not an id')
    .optional()
    .describe('how the record names it; `fs.write#2` without one'),
  because: z.string().optional().describe('reaches the agent'),
};

const methodSchema = z.enum(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);
const schemeSchema = z.enum(['https', 'http']);

const SIZE = { max_bytes: sizeSchema.optional() };
const FETCH = {
  methods: z.union([methodSchema, z.array(methodSchema)]).optional(),
  schemes: z.union([schemeSchema, z.array(schemeSchema)]).optional(),
  paths: listSchema.optional().describe('globs over the path of the URL'),
  private: z.boolean().optional().describe('the name may lead to private addresses'),
};
const SPAWN = {
  args: listSchema
    .optional()
    .describe('all arguments in order; `**` at the end stands for any more'),
  has_args: listSchema.optional().describe('each matches some argument'),
};

/** A list of rules, each with one effect. `more` is for every effect, `size` not for `deny`. */
function rulesOf(more: z.core.$ZodLooseShape, size: z.core.$ZodLooseShape = {}) {
  return z
    .array(
      z.union([
        z.strictObject({ allow: textsSchema, ...COMMON, ...more, ...size }),
        z.strictObject({ ask: textsSchema, ...COMMON, ...more, ...size }),
        z.strictObject({ deny: textsSchema, ...COMMON, ...more }),
      ]),
    )
    .optional();
}

export const capabilitiesSchema = z
  .strictObject({
    'fs.read': rulesOf({}, SIZE),
    'fs.write': rulesOf({}, SIZE),
    'fs.delete': rulesOf({}),
    'fs.list': rulesOf({}),
    'net.fetch': rulesOf(FETCH, SIZE),
    'net.connect': rulesOf({ private: FETCH.private }),
    'proc.spawn': rulesOf(SPAWN),
    'mcp.call': rulesOf({}),
    'secrets.read': rulesOf({
      env: z
        .string()
        .regex(/^[A-Za-z_][A-Za-z0-9_]{0,127}$/, 'not a variable')
        .optional()
        .describe('the variable with the value'),
    }),
  })
  .meta({
    id: 'Capabilities',
    description: 'What an agent may ask for. What no rule allows is denied.',
  });
