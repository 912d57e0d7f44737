import { ledgerError } from './diagnostic.js';
import { LIMITS } from './limits.js';

/** Any value JSON can carry. */
export type JsonValue =
  | null
  | boolean
  | number
  | string
  | readonly JsonValue[]
  | { readonly [key: string]: JsonValue };

const LONE_SURROGATE = /\p{Surrogate}/u;

/** Printable ASCII without the quote and the backslash: most strings, and they stand for themselves. */
const PLAIN = /^[ !#-[\]-~]*$/;

/**
 * The canonical JSON text of a value (RFC 8785): members in the order of their UTF-16 units, numbers
 * as ECMAScript prints them, the shortest escapes, no white space.
 *
 * What would come back as something else, or as different things from different readers, is refused
 * with a `LedgerError`: `not-json` (undefined, bigint, NaN, class instances and the like),
 * `lone-surrogate`, `too-deep` (cycles too), `too-large`. Symbol keys are not part of JSON and are
 * not looked at. `path` names the value in errors; `depth` is how deep it already lies.
 */
export function canonicalize(value: unknown, path = '$', depth = 0): string {
  switch (typeof value) {
    case 'string':
      return canonicalString(value, path);
    case 'boolean':
      return value ? 'true' : 'false';
    case 'number':
      if (!Number.isFinite(value)) throw ledgerError('not-json', { path, what: String(value) });
      return String(value); // -0 prints as 0, as RFC 8785 asks
    case 'object':
      if (value === null) return 'null';
      if (depth >= LIMITS.depth) throw ledgerError('too-deep', { path, limit: LIMITS.depth });
      if (Array.isArray(value)) return canonicalArray(value, path, depth);
      if (isPlainObject(value)) return canonicalObject(value, path, depth);
      throw ledgerError('not-json', { path, what: 'an instance of a class' });
    default:
      throw ledgerError('not-json', { path, what: `a value of type ${typeof value}` });
  }
}

/** The canonical form of a string, quotes included. */
export function canonicalString(text: string, path: string): string {
  if (PLAIN.test(text)) return `"${text}"`;
  if (LONE_SURROGATE.test(text)) throw ledgerError('lone-surrogate', { path });
  // ECMAScript's own escapes are those of RFC 8785 once lone surrogates are out of the way.
  return JSON.stringify(text);
}

function canonicalArray(items: readonly unknown[], path: string, depth: number): string {
  let text = '';
  for (let index = 0; index < items.length; index++) {
    if (index > 0) text += ',';
    text += canonicalize(items[index], `${path}[${index}]`, depth + 1);
    checkSize(text);
  }
  return `[${text}]`;
}

function canonicalObject(
  object: Readonly<Record<string, unknown>>,
  path: string,
  depth: number,
): string {
  let text = '';
  // The default order of sort() is by UTF-16 units: exactly the order of RFC 8785.
  for (const key of Object.keys(object).sort()) {
    const at = `${path}.${key}`;
    if (text !== '') text += ',';
    text += `${canonicalString(key, at)}:${canonicalize(object[key], at, depth + 1)}`;
    checkSize(text);
  }
  return `{${text}}`;
}

/** Checked as the text grows: a small value that shares one child many times has a huge text. */
function checkSize(text: string): void {
  if (text.length > LIMITS.canonicalUnits) {
    throw ledgerError('too-large', { limit: LIMITS.canonicalUnits });
  }
}

function isPlainObject(value: object): value is Readonly<Record<string, unknown>> {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
