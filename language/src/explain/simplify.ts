/** Conditions without what is always so: nobody needs to read that every process is the agent's. */
import type { Condition } from '../program.js';
import { BUILTIN_LABELS, isOneOf } from '../syntax/kind.js';

const TRUE: Condition = { kind: 'true' };
const FALSE: Condition = { kind: 'not', of: TRUE };

export function isTrue(condition: Condition): boolean {
  return condition.kind === 'true';
}

function isFalse(condition: Condition): boolean {
  return condition.kind === 'not' && isTrue(condition.of);
}

export function simplify(condition: Condition): Condition {
  switch (condition.kind) {
    case 'label':
      return isOneOf(BUILTIN_LABELS, condition.label) ? TRUE : condition;
    case 'not': {
      const of = simplify(condition.of);
      if (isTrue(of)) return FALSE;
      return of.kind === 'not' ? of.of : { kind: 'not', of };
    }
    case 'and':
    case 'or': {
      const left = simplify(condition.left);
      const right = simplify(condition.right);
      const decides = condition.kind === 'and' ? isFalse : isTrue;
      const yields = condition.kind === 'and' ? isTrue : isFalse;
      if (decides(left) || yields(right)) return left;
      if (decides(right) || yields(left)) return right;
      return { kind: condition.kind, left, right };
    }
    default:
      return condition;
  }
}
