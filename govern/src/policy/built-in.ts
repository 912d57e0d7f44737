import { dirname, join } from 'node:path';
import { CURSOR_FILE } from '@rein/enforce';
import type { Clause, Condition, EndpointPattern, PathPattern, Rule } from '@rein/language';
import { HOOK_FILES } from './hook-files.js';
import { endpointPattern, escaped, pathPattern } from './own-pattern.js';
import { POLICY_FILES } from './policy-files.js';

/** What a run protects of itself. Paths are absolute and resolved. */
export interface Protected {
  readonly state: string;
  readonly runFolder: string;
  /** Folder of the project, where hooks are configured and its policy is looked for. */
  readonly root: string;
  /** Not there for `--rule`. */
  readonly policyFile: string | undefined;
  /**
   * The policy is about reading, so that reads are seen anyway. A rule of ours alone would make the
   * engine look at every open: the keys are then kept from being changed, not from being read.
   */
  readonly seesReads: boolean;
  /** Unix sockets, or folders of them, through which the run is decided about; none without a daemon. */
  readonly sockets?: readonly string[];
  /** Files and folders that hold the secrets of people. */
  readonly secrets?: readonly string[];
}

/**
 * Rein's own rules, behind those of the policy: a governed process may not touch the record, the
 * keys that sign it, the policy it is held to, or the hooks through which it is told. No policy
 * switches them off.
 */
export function builtInRules({
  state,
  runFolder,
  root,
  policyFile,
  seesReads,
  sockets = [],
  secrets = [],
}: Protected): Rule[] {
  const cursor = literal(join(runFolder, CURSOR_FILE));
  return [
    rule('rein/record', 'The record of a run is written from outside it.', [
      clause('write', below(state), targetIs(cursor)),
      clause('write', literal(state)),
    ]),
    rule('rein/keys', 'The keys that sign the record are not for processes in a run.', [
      clause(seesReads ? 'open' : 'write', pathPattern(`${escaped(state)}/key{,.*}`)),
      ...secrets.flatMap((path) => [clause('open', literal(path)), clause('open', below(path))]),
    ]),
    ...(sockets.length === 0
      ? []
      : [
          rule(
            'rein/sockets',
            'What decides about a run is not spoken to from inside it.',
            sockets.flatMap((path) => [
              clause('connect', endpointPattern(`unix:${escaped(path)}`)),
              clause('connect', endpointPattern(`unix:${escaped(path)}/**`)),
            ]),
          ),
        ]),
    ...(policyFile === undefined
      ? []
      : [
          rule('rein/policy', 'The policy of a run is changed from outside it.', [
            clause('write', literal(policyFile)),
            ...policyNames().map((name) => clause('write', literal(join(root, name)))),
          ]),
        ]),
    rule(
      'rein/hooks',
      'Hooks tell the agent what was decided; they are changed from outside a run.',
      [...HOOK_FILES.map((file) => clause('write', pathPattern(`${escaped(root)}/${file}`)))],
    ),
  ];
}

/**
 * The rules of a policy, none of which matches the one file where a hook writes down what it
 * delivered: under `block write any` every delivery would otherwise make the next feedback.
 */
export function sparingCursor(rules: readonly Rule[], runFolder: string): Rule[] {
  const spared: Condition = { kind: 'not', of: targetIs(literal(join(runFolder, CURSOR_FILE))) };
  return rules.map((each) => ({
    ...each,
    clauses: each.clauses.map((one) =>
      ['write', 'open'].includes(one.operation) && one.target.kind === 'path'
        ? { ...one, when: { kind: 'and', left: one.when, right: spared } }
        : one,
    ),
  }));
}

/** The names of policies and their folders: what came under an earlier one would be the next run's policy. */
function policyNames(): string[] {
  return POLICY_FILES.flatMap((file) => (dirname(file) === '.' ? [file] : [dirname(file), file]));
}

function rule(name: string, reason: string, clauses: readonly Clause[]): Rule {
  return { name, reason, clauses, line: 0, builtin: true };
}

function clause(
  operation: 'write' | 'open' | 'connect',
  target: PathPattern | EndpointPattern,
  unless: Condition | null = null,
): Clause {
  return {
    effect: 'block',
    operation,
    target,
    args: [],
    when: { kind: 'true' },
    unless,
    text: `block ${operation} ${JSON.stringify(target.text)}`,
    span: { start: 0, end: 0 },
    line: 0,
  };
}

const targetIs = (pattern: PathPattern): Condition => ({ kind: 'target', pattern });
const literal = (path: string): PathPattern => pathPattern(escaped(path));
const below = (path: string): PathPattern => pathPattern(`${escaped(path)}/**`);
