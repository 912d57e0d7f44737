import type {
  EngineEvent,
  GateEvent,
  GuardEvent,
  HoldEvent,
  LabelEvent,
  MatchEvent,
  PolicyEvent,
  RunKind,
  Tier,
} from '@rein/contract';
import { EFFECTS, strength } from '@rein/contract';
import type { RunClause, RunFile } from '@rein/enforce';
import type { Fields } from '@rein/ledger';

/** What an entry of the record is made from, before the ledger gives it its place. */
export interface Draft {
  readonly kind: RunKind;
  readonly fields: Fields;
}

/** What the events of a run refer to by number. */
export type RunTables = Pick<RunFile, 'rules' | 'clauses' | 'tier'>;

/**
 * The entries of one event. A match gives one entry for each rule that matched, so that whoever
 * reads the log by rule misses none; `decisive` marks the rule that the verdict is from.
 */
export function entriesOf(event: EngineEvent, tables: RunTables): Draft[] {
  switch (event.kind) {
    case 'match':
      return ruleEntries(event, tables, 'match', matchFields(event));
    case 'hold':
      return ruleEntries(event, tables, 'hold', holdFields(event)).filter(
        ({ fields }) => fields.decisive === true,
      );
    case 'guard':
      return [{ kind: 'guard', fields: guardFields(event, tables.tier) }];
    case 'gate':
      return [{ kind: 'gate', fields: gateFields(event) }];
    case 'label':
      return [{ kind: 'label', fields: labelFields(event) }];
    case 'policy':
      return [{ kind: 'policy', fields: policyFields(event) }];
    default:
      return event satisfies never;
  }
}

function ruleEntries(
  event: MatchEvent | HoldEvent,
  { rules, clauses, tier }: RunTables,
  kind: RunKind,
  own: Fields,
): Draft[] {
  const byRule = new Map<number, RunClause[]>();
  for (const number of event.clauses) {
    const clause = clauses[number];
    if (clause === undefined) continue;
    byRule.set(clause.rule, [...(byRule.get(clause.rule) ?? []), clause]);
  }
  const decisive = clauses[event.decisive];
  // The rule that the verdict is from comes first; what a reader meets first is what happened.
  const order = [...byRule].sort(
    ([a], [b]) => Number(b === decisive?.rule) - Number(a === decisive?.rule),
  );
  return order.flatMap(([number, matched]) => {
    const rule = rules[number];
    const clause = decisive?.rule === number ? decisive : strongest(matched);
    if (rule === undefined || clause === undefined) return [];
    const decides = decisive?.rule === number;
    const fields = {
      ...own,
      rule: rule.name,
      effect: clause.effect,
      reason: rule.reason,
      builtin: rule.builtin,
      decisive: decides,
      clause: { line: clause.line, text: clause.text },
      tier,
      // What the agent was told is about the verdict as a whole; it is kept once.
      ...(decides ? saidOf(event) : {}),
      ...(decides && event.running !== undefined ? { running: event.running } : {}),
    };
    return [{ kind, fields }];
  });
}

/** What was said to the agent, or was not for want of a way. */
function saidOf({ feedback, untold }: MatchEvent | HoldEvent | GuardEvent): Fields {
  return {
    ...(feedback === '' ? {} : { feedback }),
    ...(untold === undefined ? {} : { untold }),
  };
}

function strongest(clauses: readonly RunClause[]): RunClause | undefined {
  return [...clauses].sort((a, b) => strength(b.effect) - strength(a.effect))[0];
}

/** What every decision says of who did what. */
function decisionFields(event: MatchEvent | HoldEvent): Fields {
  return {
    decided: event.time,
    op: event.op,
    call: event.call,
    target: event.target,
    ...(event.target2 === undefined ? {} : { target2: event.target2 }),
    argv: event.argv ?? null,
    ...(event.args_truncated === undefined ? {} : { args_truncated: true }),
    pid: event.pid,
    ppid: event.ppid,
    exe: event.exe,
    cwd: event.cwd,
    labels: event.labels,
    stale_by: (event.stale ?? []).map((stale) => ({ ...stale })),
    ...(event.more > 0 ? { more_clauses: event.more } : {}),
    ...(event.spared_root === undefined ? {} : { spared_root: true }),
  };
}

function matchFields(event: MatchEvent): Fields {
  return {
    ...decisionFields(event),
    outcome: event.outcome,
    ...(event.hold === undefined ? {} : { hold: { ...event.hold } }),
  };
}

function holdFields(event: HoldEvent): Fields {
  return {
    ...decisionFields(event),
    hold: { id: event.id, digest: event.digest, expires: event.expires },
  };
}

function guardFields(event: GuardEvent, tier: Tier): Fields {
  return {
    decided: event.time,
    guard: event.guard,
    call: event.call,
    reason: event.reason,
    outcome: 'blocked',
    pid: event.pid,
    ppid: event.ppid,
    exe: event.exe,
    cwd: event.cwd,
    labels: event.labels,
    ...saidOf(event),
    tier,
  };
}

function gateFields({ time, gate, state, by }: GateEvent): Fields {
  return { decided: time, gate, state, by: { ...by } };
}

function labelFields({ time, pid, gained, op, target }: LabelEvent): Fields {
  return { decided: time, pid, gained, op, target };
}

function policyFields(event: PolicyEvent): Fields {
  const { time, policy, digest, before, image_digest, by, reason } = event;
  const digests = { policy_digest: digest, before_digest: before, image_digest };
  return { decided: time, policy, ...digests, by, reason };
}

/** Effects in the order summaries list them: the strongest first. */
export const STRONGEST_FIRST = [...EFFECTS].reverse();
