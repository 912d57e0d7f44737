/** From a document to a program that can be lowered, modelled and explained. */
import { LIMITS } from '@rein/contract';
import { checkProblems } from '../diagnostics/codes/check.js';
import type { Diagnostic } from '../diagnostics/diagnostic.js';
import { createLines, type Lines } from '../diagnostics/lines.js';
import { createSink, type Sink } from '../diagnostics/sink.js';
import type { PolicyBody, PolicyDocument } from '../document/document.js';
import { BUILT_IN_LABELS } from '../lower/facts.js';
import type { Program, Rule, Source, Span, Transform } from '../program.js';
import type { SyntaxNode } from '../syntax/red.js';
import { toRule } from './rule.js';
import { createScope, type Scope } from './scope.js';
import { toSource } from './source.js';
import { toTransform } from './transform.js';

export interface Checked {
  /** null: there are errors, or the file has domains. */
  readonly program: Program | null;
  /** Of the document too. Ordered by place; errors and warnings. */
  readonly diagnostics: readonly Diagnostic[];
  /** Diagnostics past the limit, not kept. */
  readonly dropped: number;
}

/** Checks what a policy says. Never throws; warnings do not keep it from having a program. */
export function check(document: PolicyDocument): Checked {
  const sink = createSink();
  for (const diagnostic of document.diagnostics) sink.add(diagnostic);
  const lines = createLines(document.text);
  const parts = document.bodies.map((body) => checkBody(body, lines, sink));
  // A file with capabilities alone has a policy without rules.
  const [first = document.capabilities === null ? undefined : NO_RULES] = parts;
  const program =
    sink.failed || first === undefined || document.shape === 'domains'
      ? null
      : { ...first, guards: document.settings.guards };
  return {
    program,
    diagnostics: sink.sorted(),
    dropped: document.dropped + sink.dropped,
  };
}

type BodyProgram = Omit<Program, 'guards'>;

const NO_RULES: BodyProgram = {
  labels: BUILT_IN_LABELS,
  sources: [],
  transforms: [],
  gates: [],
  rules: [],
};

function checkBody(body: PolicyBody, lines: Lines, sink: Sink): BodyProgram {
  const scope = createScope(body, lines, sink);
  const sources: Source[] = [];
  const transforms: Transform[] = [];
  const rules: { rule: Rule; node: SyntaxNode }[] = [];
  for (const node of body.tree.root.nodes()) {
    if (node.kind === 'source') sources.push(...list(toSource(node, scope)));
    else if (node.kind === 'transform') transforms.push(...list(toTransform(node, scope)));
    else if (node.kind === 'rule') rules.push({ rule: toRule(node, scope), node });
  }
  scope.labels.report(sink, body.tree.diagnostics.length === 0);
  reportNames(rules, scope);
  reportLimits(rules, scope);
  if (rules.length === 0 && body.tree.diagnostics.length === 0) {
    sink.add(checkProblems.noRules(scope.place({ start: 0, end: 0 })));
  }
  return {
    labels: scope.labels.names(),
    sources,
    transforms,
    gates: [...scope.gates.values()].map(({ gate }) => gate),
    rules: rules.map(({ rule }) => rule),
  };
}

function list<T>(item: T | undefined): T[] {
  return item === undefined ? [] : [item];
}

type Rules = readonly { readonly rule: Rule; readonly node: SyntaxNode }[];

function reportNames(rules: Rules, scope: Scope): void {
  const seen = new Map<string, Span>();
  for (const { rule, node } of rules) {
    const token = node.tokens()[1];
    if (rule.name === '' || token === undefined) continue;
    const span = scope.at(token);
    const first = seen.get(rule.name);
    if (first === undefined) seen.set(rule.name, span);
    else scope.sink.add(checkProblems.duplicateRule(span, { name: rule.name, first }));
  }
}

function reportLimits(rules: Rules, { gates, lineages, sink, place }: Scope): void {
  const last = rules.at(-1);
  if (last === undefined) return;
  const span = place({ start: last.node.span.start, end: last.node.span.start + 4 });
  const exits = [...gates.values()].filter(
    ({ gate: { opener } }) => opener.kind === 'exec' && opener.exits !== null,
  );
  const clauses = rules.reduce((sum, { rule }) => sum + rule.clauses.length, 0);
  const counts = [
    [gates.size, LIMITS.gates, checkProblems.tooManyGates],
    [lineages.size, LIMITS.lineages, checkProblems.tooManyLineages],
    [exits.length, LIMITS.exits, checkProblems.tooManyExits],
    [clauses, LIMITS.clauses, checkProblems.tooManyClauses],
  ] as const;
  for (const [found, max, problem] of counts) {
    if (found > max) sink.add(problem(span, { max, found }));
  }
}
