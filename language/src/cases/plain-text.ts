import { isScalar, type Node } from 'yaml';

/**
 * The text of a scalar as it is written: `exec: true` runs the program `true`, which YAML would
 * take for a truth. Undefined for lists, maps, and nothing.
 */
export function textOfScalar(node: Node | null): string | undefined {
  if (!isScalar(node) || node.value === null) return undefined;
  if (typeof node.value === 'string') return node.value;
  return node.source ?? String(node.value);
}
