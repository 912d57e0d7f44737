/** R30xx: what a policy means. R31xx: what is probably not meant. R32xx: limits. */
import { fixed, worded } from '../define.js';
import type { Related } from '../diagnostic.js';
import { didYouMean, nearest } from '../nearest.js';
import { quote } from '../quote.js';

interface Name {
  readonly name: string;
}

interface Limit {
  readonly max: number;
  readonly found: number;
}

const inQuotes = (words: string): string =>
  words
    .split(/\s+/)
    .map((word) => `"${word}"`)
    .join(' ');

const TRUE_OF_EVERY_PROCESS = 'every process of a run carries it from its first instruction';

export const checkProblems = {
  duplicateRule: worded(
    'R3001',
    'error',
    'two rules of one name',
    ({ name, first }: Name & { readonly first: Related['span'] }) => ({
      message: `two rules are called ${quote(name)}`,
      help: 'choose another name, or put all clauses into one rule',
      related: [{ span: first, message: 'the first one' }],
    }),
  ),

  undeclaredLabel: worded(
    'R3002',
    'error',
    'a label that nothing gives',
    ({ name, known }: Name & { readonly known: readonly string[] }, span) => {
      const near = nearest(name, known);
      return {
        message: `nothing gives the label ${quote(name)}`,
        help:
          didYouMean(name, known) ??
          `write ${quote(`source ${name} = file "…"`)} before it is used`,
        fix: near === undefined ? undefined : { span, text: near },
      };
    },
  ),

  ruleWithoutClause: worded('R3003', 'error', 'a rule that does nothing', ({ name }: Name) => ({
    message: `the rule ${quote(name)} has no clause`,
    help: 'write one below it, such as `block exec "git" "push"`',
  })),

  badPattern: worded(
    'R3004',
    'error',
    'a pattern that cannot be read',
    ({ message, help }: { readonly message: string; readonly help: string | undefined }) => ({
      message,
      help,
    }),
  ),

  emptyPattern: fixed(
    'R3005',
    'error',
    'an empty pattern names nothing',
    'write `any` for everything',
  ),

  builtinTransform: worded(
    'R3006',
    'error',
    'a built-in label that is changed',
    ({ name }: Name) => ({
      message: `${quote(name)} cannot be given or taken away`,
      help: TRUE_OF_EVERY_PROCESS,
    }),
  ),

  emptyName: worded('R3007', 'error', 'an empty name', ({ name }: Name) => ({
    message: `\`${name}\` needs a name that is not empty`,
    help: undefined,
  })),

  unusedLabel: worded('R3101', 'warning', 'a label that nothing asks for', ({ name }: Name) => ({
    message: `no condition asks for the label ${quote(name)}`,
    help: `write ${quote(`if ${name}`)} in a clause, or remove it`,
  })),

  emptyReason: worded('R3102', 'warning', 'an empty reason', ({ name }: Name) => ({
    message: `the reason of ${quote(name)} is empty`,
    help: 'say why, and what to do instead: the agent reads it',
  })),

  builtinSource: worded('R3103', 'warning', 'a source of a built-in label', ({ name }: Name) => ({
    message: `this gives ${quote(name)} to nobody new`,
    help: TRUE_OF_EVERY_PROCESS,
  })),

  neverFires: fixed(
    'R3104',
    'warning',
    'this clause can never apply',
    'its conditions are false, or its exception true, whatever happens',
  ),

  neverExcepts: fixed(
    'R3105',
    'warning',
    'this exception can never apply',
    'the clause is as strict without it',
  ),

  argumentOutsideExec: worded(
    'R3106',
    'warning',
    'a condition about arguments of something that has none',
    ({ name }: Name) => ({
      message: `\`${name}\` has no arguments: this is always false`,
      help: '`arg` is for `exec` clauses',
    }),
  ),

  mixedAndOr: fixed(
    'R3107',
    'warning',
    '`and` binds tighter than `or`',
    'put parentheses around what belongs together',
  ),

  duplicateClause: worded(
    'R3108',
    'warning',
    'two clauses that say the same',
    ({ first }: { readonly first: Related['span'] }) => ({
      message: 'this rule says the same twice',
      help: 'remove one',
      related: [{ span: first, message: 'the first one' }],
    }),
  ),

  argumentsInProgram: worded(
    'R3109',
    'warning',
    'a program with a blank in its name',
    ({ name }: Name) => ({
      message: `this is one program that is called ${quote(name)}, blank and all`,
      help: `arguments are texts of their own: ${quote(`exec ${inQuotes(name)}`)}`,
    }),
  ),

  noRules: fixed(
    'R3110',
    'warning',
    'this policy has no rule',
    'nothing will be told, asked or refused',
  ),

  argumentsInArgument: worded(
    'R3111',
    'warning',
    'an argument with a blank in it',
    ({ name }: Name) => ({
      message: `this is one argument that is ${quote(name)}, blank and all`,
      help: `arguments are texts of their own: ${quote(inQuotes(name))}`,
    }),
  ),

  foreignPattern: worded(
    'R3112',
    'warning',
    'a pattern that means something else elsewhere',
    ({ message, help }: { readonly message: string; readonly help: string }) => ({ message, help }),
  ),

  tooManyLabels: worded('R3201', 'error', 'too many labels', ({ max, found }: Limit) => ({
    message: `a policy has at most ${max} labels with the two built-in ones, this one ${found}`,
    help: 'feed several sources into one label',
  })),

  tooManyGates: worded('R3202', 'error', 'too many gates', ({ max, found }: Limit) => ({
    message: `a policy has at most ${max} different gates, this one ${found}`,
    help: 'join patterns: `write "{src,test}/**"`',
  })),

  tooManyLineages: worded('R3203', 'error', 'too many lineages', ({ max, found }: Limit) => ({
    message: `a policy has at most ${max} different \`lineage-includes\`, this one ${found}`,
    help: 'join patterns: `exec "{make,ninja}"`',
  })),

  tooManyExits: worded(
    'R3204',
    'error',
    'too many gates with `exits`',
    ({ max, found }: Limit) => ({
      message: `a policy has at most ${max} different gates with \`exits\`, this one ${found}`,
      help: 'join patterns: `exec "{pytest,tox}" exits 0`',
    }),
  ),

  tooManyClauses: worded('R3205', 'error', 'too many clauses', ({ max, found }: Limit) => ({
    message: `a policy has at most ${max} clauses, this one ${found}`,
    help: 'join patterns: `write "{src,test}/**"`',
  })),

  tooLong: worded(
    'R3206',
    'error',
    'a name or a reason that is too long',
    ({ name, max }: Name & { readonly max: number }) => ({
      message: `${name} has at most ${max} characters`,
      help: undefined,
    }),
  ),
} as const;
