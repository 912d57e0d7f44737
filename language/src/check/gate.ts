/** `after …` to a gate of the program. */
import { lowerProblems } from '../diagnostics/codes/lower.js';
import type { Gate, GateOpener } from '../program.js';
import { oneLine } from '../syntax/ast/one-line.js';
import { patternParts } from '../syntax/ast/parts.js';
import { FILE_OPERATIONS } from '../syntax/kind.js';
import type { SyntaxNode } from '../syntax/red.js';
import { toExec } from './exec.js';
import { gateText } from './gate-text.js';
import type { Scope } from './scope.js';
import { toName } from './text.js';

/** Index of the gate that an `after` node asks for. */
export function toGate(node: SyntaxNode, scope: Scope): number | undefined {
  const nodes = node.nodes();
  const event = nodes.find(({ kind }) => isEvent(kind));
  const opener = event === undefined ? undefined : toEvent(event, exitStatus(nodes), scope);
  const since = nodes.find(({ kind }) => kind === 'since');
  const closers = since?.nodes().filter(({ kind }) => isEvent(kind)) ?? [];
  for (const closer of closers) {
    if (closer.kind !== 'approval') continue;
    const gate = oneLine(closer);
    scope.sink.add(lowerProblems.closedByApproval(scope.at(closer), { gate }));
  }
  const read = closers.map((closer) => toEvent(closer, null, scope));
  const whole = read.filter((closer): closer is GateOpener => closer !== undefined);
  if (opener === undefined || whole.length < read.length) return undefined;
  return intern({ text: gateText(opener, whole), opener, closers: whole }, scope);
}

function isEvent(kind: string): boolean {
  return kind === 'exec' || kind === 'file' || kind === 'approval';
}

function exitStatus(nodes: readonly SyntaxNode[]): number | null {
  const exits = nodes.find(({ kind }) => kind === 'exits');
  const number = exits?.tokens().find(({ kind }) => kind === 'number');
  return number === undefined ? null : Number(number.text);
}

function toEvent(node: SyntaxNode, exits: number | null, scope: Scope): GateOpener | undefined {
  if (node.kind === 'approval') {
    const name = toName(node, scope);
    return name === undefined ? undefined : { kind: 'approval', name };
  }
  if (node.kind === 'exec') {
    const exec = toExec(node, scope);
    return exec === undefined ? undefined : { kind: 'exec', exec, exits };
  }
  const { verb, pattern } = patternParts(node);
  const operation = FILE_OPERATIONS.find((one) => one === verb);
  const path = pattern === undefined ? undefined : scope.patterns.path(pattern);
  if (operation === undefined || path === undefined) return undefined;
  return { kind: 'file', operation, path };
}

function intern(gate: Gate, { gates }: Scope): number {
  const known = gates.get(gate.text);
  if (known !== undefined) return known.index;
  gates.set(gate.text, { index: gates.size, gate });
  return gates.size - 1;
}
