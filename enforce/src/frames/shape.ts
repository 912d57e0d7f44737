/**
 * Hand-written guards for the engine's JSON. A schema library would be read and compiled at the
 * start of every `rein run`; these few functions cost nothing there.
 */

export type Fields = Readonly<Record<string, unknown>>;

/** What is wrong with a value, said about its path: `holds[2].pid is not a number`. */
export class ShapeError extends Error {}

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** JSON text of one object. Throws `ShapeError`, never a `SyntaxError` that quotes its input. */
export function parseFields(text: string): Fields {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new ShapeError('it is not JSON');
  }
  if (!isFields(value)) throw new ShapeError('it is not an object');
  return value;
}

export function text(of: Fields, name: string): string {
  const value = of[name];
  if (typeof value !== 'string') throw new ShapeError(`${name} is not a string`);
  return value;
}

export function number(of: Fields, name: string): number {
  const value = of[name];
  if (typeof value !== 'number' || !Number.isFinite(value)) {
    throw new ShapeError(`${name} is not a number`);
  }
  return value;
}

export function boolean(of: Fields, name: string): boolean {
  const value = of[name];
  if (typeof value !== 'boolean') throw new ShapeError(`${name} is not true or false`);
  return value;
}

export function oneOf<const T extends string>(of: Fields, name: string, known: readonly T[]): T {
  const value = of[name];
  const found = known.find((candidate) => candidate === value);
  if (found === undefined) throw new ShapeError(`${name} is none of ${known.join(', ')}`);
  return found;
}

export function fields(of: Fields, name: string): Fields {
  const value = of[name];
  if (!isFields(value)) throw new ShapeError(`${name} is not an object`);
  return value;
}

/** A list of which every element is read by `read`; `path` names it in errors. */
export function list<T>(
  of: Fields,
  name: string,
  read: (element: unknown, path: string) => T,
): T[] {
  const value = of[name];
  if (!Array.isArray(value)) throw new ShapeError(`${name} is not a list`);
  return value.map((element: unknown, index) => read(element, `${name}[${index}]`));
}

export function textElement(element: unknown, path: string): string {
  if (typeof element !== 'string') throw new ShapeError(`${path} is not a string`);
  return element;
}

export function numberElement(element: unknown, path: string): number {
  if (typeof element !== 'number') throw new ShapeError(`${path} is not a number`);
  return element;
}

export function fieldsElement(element: unknown, path: string): Fields {
  if (!isFields(element)) throw new ShapeError(`${path} is not an object`);
  return element;
}

/** `{name: read(of)}` when the member is there, else nothing: what optional members are made from. */
export function optional<const Name extends string, T>(
  of: Fields,
  name: Name,
  read: (of: Fields, name: string) => T,
): { [N in Name]?: T } {
  const made: { [N in Name]?: T } = {};
  if (of[name] !== undefined && of[name] !== null) made[name] = read(of, name);
  return made;
}
