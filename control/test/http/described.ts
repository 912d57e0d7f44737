import { readFileSync } from 'node:fs';
import type { IncomingHttpHeaders } from 'node:http';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import * as z from 'zod';

const FILE = new URL('../../../docs/reference/openapi.json', import.meta.url);

const responseSchema = z.object({
  content: z.record(z.string(), z.object({ schema: z.unknown() })).optional(),
});
const documentSchema = z.object({
  paths: z.record(
    z.string(),
    z.record(z.string(), z.object({ responses: z.record(z.string(), responseSchema) })),
  ),
});

const text = readFileSync(FILE, 'utf8');
const { paths } = documentSchema.parse(JSON.parse(text));
const ajv = new Ajv2020({ strict: false, allErrors: true });
ajv.addSchema(JSON.parse(text, closed), 'openapi');

/** Answers that were found to be as they are described: `GET /healthz 200`. */
export const seen = new Set<string>();

/** Every answer but refusals that is described, as in `seen`. */
export const described: readonly string[] = Object.entries(paths).flatMap(([path, operations]) =>
  Object.entries(operations).flatMap(([method, { responses }]) =>
    Object.keys(responses)
      .filter((status) => status !== 'default')
      .map((status) => `${method.toUpperCase()} ${path} ${status}`),
  ),
);

/** Holds an answer against the description of the interface. Throws what is not as it says. */
export function requireDescribed(
  method: string,
  url: string,
  { status, headers, body }: { status: number; headers: IncomingHttpHeaders; body: string },
): void {
  const [type = ''] = (headers['content-type'] ?? '').split(';');
  const route = routeOf(method, url);
  // What is refused before a route is found looks like every other refusal.
  if (type === 'application/problem+json') {
    requireValid(['components', 'schemas', 'Problem'], body, `${method} ${url} ${status}`);
    return;
  }
  const name = `${method} ${route?.path ?? url} ${status}`;
  const response = route?.operation.responses[String(status)];
  if (route === undefined || response === undefined) throw new Error(`${name} is not described`);
  const { content = {} } = response;
  if (body === '' ? Object.keys(content).length > 0 : content[type] === undefined) {
    throw new Error(`${name} is not described as ${type}`);
  }
  if (/json$/.test(type)) {
    const place = ['responses', String(status), 'content', type, 'schema'];
    requireValid(['paths', route.path, method.toLowerCase(), ...place], body, name);
  }
  seen.add(name);
}

function routeOf(method: string, url: string) {
  const segments = (url.split('?')[0] ?? '').split('/');
  for (const [path, operations] of Object.entries(paths)) {
    const pattern = path.split('/');
    const operation = operations[method.toLowerCase()];
    const isAt =
      pattern.length === segments.length &&
      pattern.every((part, at) => part === segments[at] || part.startsWith('{'));
    if (isAt && operation !== undefined) return { path, operation };
  }
  return undefined;
}

const validators = new Map<string, ValidateFunction>();

function requireValid(place: readonly string[], body: string, name: string): void {
  const pointer = place.map((part) => part.replaceAll('~', '~0').replaceAll('/', '~1')).join('/');
  const $ref = `openapi#/${encodeURI(pointer)}`;
  const validate = validators.get($ref) ?? ajv.compile({ $ref });
  validators.set($ref, validate);
  if (validate(JSON.parse(body))) return;
  throw new Error(`${name}: ${ajv.errorsText(validate.errors)} in ${body.slice(0, 500)}`);
}

/** A member that is not described is a difference too, though JSON Schema would let it pass. */
function closed(this: unknown, _: string, value: unknown): unknown {
  const isOpen =
    typeof value === 'object' &&
    value !== null &&
    'type' in value &&
    value.type === 'object' &&
    'properties' in value &&
    !('additionalProperties' in value);
  return isOpen ? { ...value, additionalProperties: false } : value;
}
