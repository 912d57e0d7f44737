import {
  EFFECTS,
  ENGINE_OPS,
  type EngineEvent,
  type GateEvent,
  GUARDS,
  type GuardEvent,
  type HoldEvent,
  type LabelEvent,
  type MatchEvent,
  OUTCOMES,
  type PolicyEvent,
  type Stale,
  type Subject,
} from '@rein/contract';
import { unshown } from '../shown.js';
import {
  boolean,
  type Fields,
  fields,
  fieldsElement,
  list,
  number,
  numberElement,
  oneOf,
  optional,
  ShapeError,
  text,
  textElement,
} from './shape.js';

/** Reads one recorded event. Throws `ShapeError`; unknown members are left out. */
export function readEvent(of: Fields): EngineEvent {
  const kind = oneOf(of, 'kind', ['match', 'hold', 'guard', 'gate', 'label', 'policy']);
  switch (kind) {
    case 'match':
      return readMatch(of);
    case 'hold':
      return readHold(of);
    case 'guard':
      return readGuard(of);
    case 'gate':
      return readGate(of);
    case 'label':
      return readLabel(of);
    case 'policy':
      return readPolicy(of);
    default:
      return kind satisfies never;
  }
}

function readSubject(of: Fields): Subject {
  return {
    pid: number(of, 'pid'),
    ppid: number(of, 'ppid'),
    exe: text(of, 'exe'),
    cwd: text(of, 'cwd'),
    labels: list(of, 'labels', textElement),
  };
}

/** What a match and a hold say alike. */
function readDecision(of: Fields): Omit<HoldEvent, 'kind' | 'id' | 'digest' | 'expires'> {
  return {
    ...readSubject(of),
    time: text(of, 'time'),
    effect: oneOf(of, 'effect', EFFECTS),
    clauses: list(of, 'clauses', numberElement),
    more: number(of, 'more'),
    decisive: number(of, 'decisive'),
    call: text(of, 'call'),
    op: oneOf(of, 'op', ENGINE_OPS),
    target: text(of, 'target'),
    feedback: linesIn(of, 'feedback'),
    ...optional(of, 'untold', linesIn),
    ...optional(of, 'target2', text),
    ...optional(of, 'argv', (from, name) => list(from, name, textElement)),
    ...optional(of, 'stale', (from, name) => list(from, name, readStale)),
    ...optional(of, 'running', (from, name) => list(from, name, textElement)),
    ...flag(of, 'args_truncated'),
    ...flag(of, 'spared_root'),
  };
}

function readMatch(of: Fields): MatchEvent {
  return {
    ...readDecision(of),
    kind: 'match',
    outcome: oneOf(of, 'outcome', OUTCOMES),
    ...optional(of, 'hold', (from, name) => readHoldEnd(fields(from, name))),
  };
}

function readHoldEnd(of: Fields): NonNullable<MatchEvent['hold']> {
  return { id: text(of, 'id'), ...optional(of, 'by', text), ...optional(of, 'reason', text) };
}

/** A hold, as an event and as an entry of the control socket's list. */
export function readHold(of: Fields): HoldEvent {
  return {
    ...readDecision(of),
    kind: 'hold',
    id: text(of, 'id'),
    digest: text(of, 'digest'),
    expires: text(of, 'expires'),
  };
}

function readStale(element: unknown, path: string): Stale {
  const of = fieldsElement(element, path);
  return {
    gate: text(of, 'gate'),
    op: oneOf(of, 'op', ENGINE_OPS),
    target: text(of, 'target'),
    pid: number(of, 'pid'),
    time: text(of, 'time'),
  };
}

function readGuard(of: Fields): GuardEvent {
  return {
    ...readSubject(of),
    kind: 'guard',
    time: text(of, 'time'),
    guard: oneOf(of, 'guard', GUARDS),
    call: text(of, 'call'),
    reason: text(of, 'reason'),
    feedback: linesIn(of, 'feedback'),
    ...optional(of, 'untold', linesIn),
  };
}

function readGate(of: Fields): GateEvent {
  const by = fields(of, 'by');
  return {
    kind: 'gate',
    time: text(of, 'time'),
    gate: text(of, 'gate'),
    state: oneOf(of, 'state', ['open', 'closed']),
    by: {
      pid: number(by, 'pid'),
      op: oneOf(by, 'op', [...ENGINE_OPS, 'exit', 'approval']),
      target: text(by, 'target'),
      ...optional(by, 'reason', text),
    },
  };
}

function readLabel(of: Fields): LabelEvent {
  return {
    kind: 'label',
    time: text(of, 'time'),
    pid: number(of, 'pid'),
    gained: list(of, 'gained', textElement),
    op: oneOf(of, 'op', ENGINE_OPS),
    target: text(of, 'target'),
  };
}

/** Names and texts are the author's: they stand as the policy has them. */
function readPolicy(of: Fields): PolicyEvent {
  const written = (from: Fields, name: string): string => unshown(text(from, name));
  const names = (name: string): string[] => list(of, name, textElement).map(unshown);
  return {
    kind: 'policy',
    ...{ time: text(of, 'time'), policy: text(of, 'policy'), by: text(of, 'by') },
    ...{ digest: text(of, 'digest'), before: text(of, 'before') },
    ...{ image_digest: text(of, 'image_digest'), reason: text(of, 'reason') },
    ...{ labels: names('labels'), gates: names('gates') },
    first_clause: number(of, 'first_clause'),
    rules: list(of, 'rules', (element, path) => {
      const rule = fieldsElement(element, path);
      const said = { name: written(rule, 'name'), reason: written(rule, 'reason') };
      return { ...said, builtin: boolean(rule, 'builtin') };
    }),
    clauses: list(of, 'clauses', (element, path) => {
      const clause = fieldsElement(element, path);
      return {
        ...{ rule: number(clause, 'rule'), line: number(clause, 'line') },
        ...{ effect: oneOf(clause, 'effect', EFFECTS), text: written(clause, 'text') },
      };
    }),
  };
}

/**
 * Feedback as it is written: lines. The engine shows every string it sends, this one too. A text
 * with line ends of its own was not shown, and is not to be undone once more.
 */
function linesIn(of: Fields, name: string): string {
  if (of[name] === undefined) return '';
  const said = text(of, name);
  return said.includes('\n') ? said : unshown(said);
}

/** A member that is `true` or absent. */
function flag<const Name extends string>(of: Fields, name: Name): { [N in Name]?: true } {
  const made: { [N in Name]?: true } = {};
  const value = of[name];
  if (value !== undefined && typeof value !== 'boolean') {
    throw new ShapeError(`${name} is not true or false`);
  }
  if (value === true) made[name] = true;
  return made;
}
