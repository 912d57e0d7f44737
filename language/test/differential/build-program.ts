/** Specs to programs. */
import { GUARDS } from '@rein/contract';
import { gateText } from '../../src/check/gate-text.js';
import { parseEndpoint } from '../../src/endpoint/endpoint.js';
import { parseGlob } from '../../src/glob/glob.js';
import type {
  ArgPattern,
  Clause,
  Condition,
  EndpointPattern,
  ExecPattern,
  Gate,
  GateOpener,
  HostFacts,
  PathPattern,
  Program,
  Source,
  TargetPattern,
  Transform,
} from '../../src/program.js';
import type {
  ClauseSpec,
  ConditionSpec,
  EventPatternSpec,
  ExecSpec,
  PolicySpec,
  SourceSpec,
  TransformSpec,
} from './spec.js';

/** The host that random policies are for. `/l` is a link to `/w/a`. */
export const HOST: HostFacts = {
  root: '/w',
  home: '/h',
  agent: 'claude',
  realpath: (path) => path.replace(/^\/l(?=\/|$)/, '/w/a'),
};

export function pathPattern(text: string): PathPattern {
  return { kind: 'path', text, glob: globOf(text) };
}

export function argPattern(text: string): ArgPattern {
  return { kind: 'arg', text, glob: globOf(text) };
}

export function endpointPattern(text: string): EndpointPattern {
  const result = parseEndpoint(text);
  if (!result.ok) throw new Error(`${text}: ${result.message}`);
  return { kind: 'endpoint', text, endpoint: result.endpoint };
}

function globOf(text: string) {
  const result = parseGlob(text);
  if (!result.ok) throw new Error(`${text}: ${result.message}`);
  return result.glob;
}

export function programOf(spec: PolicySpec): Program {
  const gates = spec.gates.map(toGate).filter(isFirst);
  const clauses = spec.clauses.map((clause, i) => toClause(clause, gates, i));
  return {
    labels: ['AGENT', 'COMMAND', 'A', 'B', 'C'],
    sources: spec.sources.map(toSource),
    transforms: spec.transforms.map(toTransform),
    gates,
    rules: clauses.map((clause, i) => ({
      name: `rule-${i}`,
      reason: '',
      clauses: [clause],
      line: i + 1,
      builtin: false,
    })),
    guards: new Set(GUARDS),
  };
}

/** A program has no two gates with one text. */
function isFirst(gate: Gate, index: number, gates: readonly Gate[]): boolean {
  return gates.findIndex(({ text }) => text === gate.text) === index;
}

function toExec({ path, args }: ExecSpec): ExecPattern {
  return { path: pathPattern(path), args: args.map(argPattern) };
}

function toEvent(spec: EventPatternSpec): GateOpener {
  switch (spec.on) {
    case 'exec':
      return { kind: 'exec', exec: toExec(spec.exec), exits: spec.exits };
    case 'file':
      return { kind: 'file', operation: spec.operation, path: pathPattern(spec.path) };
    case 'approval':
      return { kind: 'approval', name: spec.name };
    default:
      return spec satisfies never;
  }
}

function toGate({ opener, closers }: PolicySpec['gates'][number]): Gate {
  const events = closers.map(toEvent);
  return { text: gateText(toEvent(opener), events), opener: toEvent(opener), closers: events };
}

function toSource(spec: SourceSpec): Source {
  const common = { label: spec.label, line: 1 };
  switch (spec.from) {
    case 'file':
      return { ...common, kind: 'file', path: pathPattern(spec.path) };
    case 'endpoint':
      return { ...common, kind: 'endpoint', endpoint: endpointPattern(spec.endpoint) };
    case 'exec':
      return { ...common, kind: 'exec', exec: toExec(spec.exec) };
    case 'agent':
      return { ...common, kind: 'agent', id: spec.id };
    default:
      return spec satisfies never;
  }
}

function toTransform(spec: TransformSpec): Transform {
  const common = { what: spec.what, label: spec.label, line: 1 };
  return spec.by === 'exec'
    ? { ...common, kind: 'exec', exec: toExec(spec.exec) }
    : { ...common, kind: 'approval', name: spec.name };
}

function toClause(spec: ClauseSpec, gates: readonly Gate[], index: number): Clause {
  const onEndpoint = spec.operation === 'connect' || spec.operation === 'recv';
  const target = (path: string, endpoint: string): TargetPattern =>
    onEndpoint ? endpointPattern(endpoint) : pathPattern(path);
  return {
    effect: spec.effect,
    operation: spec.operation,
    target: target(spec.path, spec.endpoint),
    args: spec.operation === 'exec' ? spec.args.map(argPattern) : [],
    when: toCondition(spec.when, gates, target),
    unless: spec.unless === null ? null : toCondition(spec.unless, gates, target),
    text: `clause ${index}`,
    span: { start: index, end: index + 1 },
    line: index + 1,
  };
}

function toCondition(
  spec: ConditionSpec,
  gates: readonly Gate[],
  target: (path: string, endpoint: string) => TargetPattern,
): Condition {
  switch (spec.is) {
    case 'true':
      return { kind: 'true' };
    case 'label':
      return { kind: 'label', label: spec.label };
    case 'target':
      return { kind: 'target', pattern: target(spec.path, spec.endpoint) };
    case 'arg':
      return { kind: 'arg', pattern: argPattern(spec.arg) };
    case 'lineage':
      return { kind: 'lineage', path: pathPattern(spec.path) };
    case 'after':
      if (gates.length === 0) return { kind: 'true' };
      return { kind: 'after', gate: spec.gate % gates.length };
    case 'not':
      return { kind: 'not', of: toCondition(spec.of, gates, target) };
    case 'and':
    case 'or':
      return {
        kind: spec.is,
        left: toCondition(spec.left, gates, target),
        right: toCondition(spec.right, gates, target),
      };
    default:
      return spec satisfies never;
  }
}
