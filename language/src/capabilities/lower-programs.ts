import type { Glob } from '../glob/glob.js';
import { literalTokens } from '../glob/tokens.js';
import { utf8 } from '../glob/utf8.js';
import type { ArgPattern, Clause, Condition, PathPattern, Rule } from '../program.js';
import type { Capabilities, CapabilityRule, ResourcePattern } from './capability.js';
import {
  baseline,
  bothOf,
  clauseOf,
  EVERY_PATH,
  type Exception,
  effectIn,
  except,
  file,
  hasSlash,
  inWorkspace,
  type LowerCapabilityFacts,
  type LoweredPart,
  type LowerNote,
  pathPattern,
  refusalIn,
  ruleOf,
} from './lowering.js';

/** Where a program is that is allowed by its name. Nothing here is the agent's to write. */
export const PROGRAM_FOLDERS = [
  ...['/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin', '/sbin', '/bin'],
] as const;

/** `proc.spawn`. Only `strict` makes a list of what may run of it. */
export function lowerPrograms({ rules }: Capabilities, facts: LowerCapabilityFacts): LoweredPart {
  const { mode, programs = [] } = facts;
  const own = rules.filter(({ capability }) => capability === 'proc.spawn');
  const notes: LowerNote[] = [];
  const lowered: Rule[] = own.flatMap((rule) => {
    const effect = effectIn(mode, rule.effect);
    if (effect === undefined) return [];
    // Without their order arguments are met more often: on the safe side, for what refuses.
    const args = [...(rule.conditions.args ?? []), ...(rule.conditions.hasArgs ?? [])]
      .filter(({ text }) => text !== '**')
      .map(argOf);
    const clauses = rule.patterns.map((pattern) =>
      clauseOf({
        ...{ effect, args, line: rule.line },
        ...{ operation: 'exec', target: refusedProgram(pattern, facts) },
      } as const),
    );
    return [ruleOf(rule, clauses)];
  });
  if (mode !== 'strict') return { rules: lowered, notes };
  const grants = own.flatMap((rule) => (rule.effect === 'deny' ? [] : grantsOf(rule, facts)));
  const ordered = own.filter((rule) => rule.effect !== 'deny' && isOrdered(rule));
  const questions = ordered.map((rule) => {
    notes.push({ about: rule.id, message: NO_ORDER });
    return ruleOf(
      rule,
      rule.patterns.map((pattern) => askAbout(rule, pattern, facts)),
    );
  });
  const exceptions = [...grants, ...programs.map((path) => except(file(path)))];
  const clause = clauseOf({
    ...{ operation: 'exec', target: EVERY_PATH, exceptions },
    effect: refusalIn(mode),
  } as const);
  return { rules: [...lowered, ...questions, baseline('proc.spawn', [clause])], notes };
}

const NO_ORDER =
  'the engine does not know the order of arguments: it asks, unless the daemon starts the program';

function isOrdered({ conditions }: CapabilityRule): boolean {
  const { args } = conditions;
  return args !== undefined && (args.length === 0 || args.some(({ text }) => text !== '**'));
}

/** The daemon knows the order, and answers for what it starts; for the rest a person looks. */
function askAbout(
  { line }: CapabilityRule,
  pattern: ResourcePattern,
  facts: LowerCapabilityFacts,
): Clause {
  const target = allowedProgram(pattern, facts);
  return clauseOf({ effect: 'ask', operation: 'exec', target, line });
}

function grantsOf(
  { conditions, patterns }: CapabilityRule,
  facts: LowerCapabilityFacts,
): Exception[] {
  return patterns.map((pattern) => {
    const target = allowedProgram(pattern, facts);
    const { when, text } = except(target);
    return (conditions.hasArgs ?? []).map(argOf).reduce<Exception>(
      (so, arg) => {
        const has: Condition = { kind: 'arg', pattern: arg };
        return {
          when: bothOf(so.when, has),
          text: `${so.text} and arg ${JSON.stringify(arg.text)}`,
        };
      },
      { when, text },
    );
  });
}

function argOf(glob: Glob): ArgPattern {
  return { kind: 'arg', text: glob.text, glob };
}

/** Wherever a program of that name lies. */
function refusedProgram(
  pattern: ResourcePattern,
  { workspace }: LowerCapabilityFacts,
): PathPattern {
  if (pattern.kind !== 'glob') return EVERY_PATH;
  if (pattern.text.startsWith('./')) return inWorkspace(withoutDot(pattern), workspace);
  return pathPattern(
    pattern.text,
    pattern.glob.alternatives.map(({ tokens }) =>
      hasSlash(tokens) || tokens[0]?.kind === 'any' ? tokens : [{ kind: 'segments' }, ...tokens],
    ),
  );
}

/** Only where the system keeps programs, unless the pattern names another place. */
function allowedProgram(
  pattern: ResourcePattern,
  { workspace }: LowerCapabilityFacts,
): PathPattern {
  if (pattern.kind !== 'glob') return EVERY_PATH;
  if (pattern.text.startsWith('./')) return inWorkspace(withoutDot(pattern), workspace);
  const isName = !/[/*]{2}|\//.test(pattern.text);
  return pathPattern(
    isName ? `{${PROGRAM_FOLDERS.join()}}/${pattern.text}` : pattern.text,
    pattern.glob.alternatives.flatMap(({ tokens }) =>
      hasSlash(tokens) || tokens[0]?.kind === 'any'
        ? [tokens]
        : PROGRAM_FOLDERS.map((folder) => [...literalTokens(utf8(`${folder}/`)), ...tokens]),
    ),
  );
}

/** `./tools/*` as a pattern about the workspace. */
function withoutDot(pattern: Extract<ResourcePattern, { kind: 'glob' }>): ResourcePattern {
  const alternatives = pattern.glob.alternatives.map(({ tokens }) => ({
    tokens: tokens.slice(2),
    tilde: false,
  }));
  const text = pattern.text.slice(2);
  return { kind: 'glob', text, glob: { text, alternatives } };
}
