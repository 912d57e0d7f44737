/** `if` and `unless` to condition trees. */
import type { Operation } from '@rein/contract';
import { checkProblems } from '../diagnostics/codes/check.js';
import type { Condition, TargetPattern } from '../program.js';
import { patternParts, textToken } from '../syntax/ast/parts.js';
import type { SyntaxNode } from '../syntax/red.js';
import type { Token } from '../syntax/token.js';
import { toProgram } from './exec.js';
import { toGate } from './gate.js';
import type { Scope } from './scope.js';

/** A condition and the operation that it is about. */
interface Asked {
  readonly node: SyntaxNode;
  readonly operation: Operation;
  readonly scope: Scope;
}

/** What stands below an `if`, an `unless`, or a group. Undefined when some of it cannot be read. */
export function toCondition(asked: Asked): Condition | undefined {
  const inner = asked.node.nodes().find(({ kind }) => kind !== 'error');
  return inner === undefined ? undefined : convert({ ...asked, node: inner });
}

function convert(asked: Asked): Condition | undefined {
  const { node, scope } = asked;
  switch (node.kind) {
    case 'or':
    case 'and':
      return toChain(asked, node.kind);
    case 'not': {
      const of = toCondition(asked);
      return of === undefined ? undefined : { kind: 'not', of };
    }
    case 'group':
      return toCondition(asked);
    case 'true':
      return { kind: 'true' };
    case 'label':
      return toLabel(asked);
    case 'target':
      return toTarget(asked);
    case 'arg':
      return toArg(asked);
    case 'lineage':
      return toLineage(asked);
    case 'after': {
      const gate = toGate(node, scope);
      return gate === undefined ? undefined : { kind: 'after', gate };
    }
    default:
      return undefined;
  }
}

function toChain(asked: Asked, kind: 'or' | 'and'): Condition | undefined {
  const { node, scope } = asked;
  const nodes = node.nodes();
  const tight = kind === 'or' ? nodes.find((term) => term.kind === 'and') : undefined;
  if (tight !== undefined) scope.sink.add(checkProblems.mixedAndOr(scope.at(tight)));
  const terms = nodes.map((term) => convert({ ...asked, node: term }));
  return terms.reduce((left, right) =>
    left === undefined || right === undefined ? undefined : { kind, left, right },
  );
}

function toLabel({ node, scope }: Asked): Condition | undefined {
  const label = node.tokens()[0]?.text;
  if (label === undefined) return undefined;
  scope.labels.use(label, scope.at(node), 'asks');
  return { kind: 'label', label };
}

function toTarget({ node, operation, scope }: Asked): Condition | undefined {
  const tokens = node.tokens();
  const token = tokens.find(({ kind, text }) => kind === 'string' || text === 'any');
  const pattern = toTargetPattern(token, operation, scope);
  if (pattern === undefined) return undefined;
  const condition: Condition = { kind: 'target', pattern };
  return tokens[1]?.text === 'not' ? { kind: 'not', of: condition } : condition;
}

/** A pattern of what `operation` is done to. */
export function toTargetPattern(
  token: Token | undefined,
  operation: Operation,
  { patterns }: Scope,
): TargetPattern | undefined {
  if (token === undefined) return undefined;
  const isNetwork = operation === 'connect' || operation === 'recv';
  return isNetwork ? patterns.endpoint(token) : patterns.path(token);
}

function toArg({ node, operation, scope }: Asked): Condition | undefined {
  const token = textToken(node);
  const pattern = token === undefined ? undefined : scope.patterns.arg(token);
  if (pattern === undefined) return undefined;
  if (operation !== 'exec') {
    scope.sink.add(checkProblems.argumentOutsideExec(scope.at(node), { name: operation }));
  }
  return { kind: 'arg', pattern };
}

function toLineage({ node, scope }: Asked): Condition | undefined {
  const exec = node.nodes().find(({ kind }) => kind === 'exec');
  const path = exec === undefined ? undefined : toProgram(patternParts(exec).pattern, scope);
  if (path === undefined) return undefined;
  scope.lineages.add(path.text);
  return { kind: 'lineage', path };
}
