/** Is a condition true? */
import type { Condition, HostFacts } from '../program.js';
import type { AskArgument } from './arguments.js';
import type { Aspect } from './event.js';
import { names } from './naming.js';

/** What a condition is asked about. */
export interface Asked {
  readonly aspect: Aspect;
  readonly host: HostFacts;
  /** Whether the subject counts as carrying the label. */
  readonly carries: (label: string) => boolean;
  /** Texts of the `lineage-includes` patterns that the subject's line has met. */
  readonly lineage: ReadonlySet<string>;
  /** Numbers of the open gates. */
  readonly gates: ReadonlySet<number>;
  readonly argument: AskArgument;
}

export function holds(condition: Condition, asked: Asked): boolean {
  switch (condition.kind) {
    case 'true':
      return true;
    case 'label':
      return asked.carries(condition.label);
    case 'target':
      return names(condition.pattern, asked.aspect, asked.host);
    case 'arg':
      return asked.argument(condition.pattern);
    case 'lineage':
      return asked.lineage.has(condition.path.text);
    case 'after':
      return asked.gates.has(condition.gate);
    case 'not':
      return !holds(condition.of, asked);
    case 'and':
      return holds(condition.left, asked) && holds(condition.right, asked);
    case 'or':
      return holds(condition.left, asked) || holds(condition.right, asked);
    default:
      return condition satisfies never;
  }
}

/** The `lineage-includes` patterns of a condition. */
export function lineagesIn(
  condition: Condition,
): readonly Extract<Condition, { kind: 'lineage' }>[] {
  switch (condition.kind) {
    case 'lineage':
      return [condition];
    case 'not':
      return lineagesIn(condition.of);
    case 'and':
    case 'or':
      return [...lineagesIn(condition.left), ...lineagesIn(condition.right)];
    case 'true':
    case 'label':
    case 'target':
    case 'arg':
    case 'after':
      return [];
    default:
      return condition satisfies never;
  }
}
