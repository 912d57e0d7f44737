/** R33xx: what is right as a policy, and more than an image can hold. */
import { LIMITS } from '@rein/contract';
import { fixed, worded } from '../define.js';
import { quoteList } from '../quote.js';

interface Limit {
  readonly max: number;
  readonly found: number;
}

export const lowerProblems = {
  tooManyAlternatives: fixed(
    'R3301',
    'error',
    `this condition comes to more than ${LIMITS.rowsPerClause} alternatives`,
    'split the clause, or join patterns: `target "{src,test}/**"`',
  ),

  tooManyLiterals: fixed(
    'R3302',
    'error',
    `this clause asks more than ${LIMITS.literals} things at once`,
    'split the clause, or join patterns: `target "{src,test}/**"`',
  ),

  tooComplex: worded(
    'R3303',
    'error',
    'the policy is too complex',
    ({ patterns }: { readonly patterns: readonly string[] }) => ({
      message: `the policy is too complex: its patterns overlap in too many ways, most of all ${quoteList(patterns, 'and')}`,
      help: 'use fewer patterns with a `**` or a `*` in the middle, or start them with a folder',
    }),
  ),

  tooManyAtoms: worded('R3304', 'error', 'too many patterns', ({ max, found }: Limit) => ({
    message: `a policy has at most ${max} different patterns, labels and gates, this one ${found}`,
    help: 'join patterns: `write "{src,test}/**"`',
  })),

  tooManyRows: worded('R3305', 'error', 'too many rows', ({ max, found }: Limit) => ({
    message: `the conditions of a policy come to at most ${max} alternatives, here to ${found}`,
    help: 'join patterns: `write "{src,test}/**"`',
  })),

  imageTooLarge: worded('R3306', 'error', 'too large an image', ({ max, found }: Limit) => ({
    message: `the policy compiles to ${found} bytes, at most ${max} are taken`,
    help: 'use fewer patterns with a `**` or a `*` in the middle',
  })),

  closedByApproval: worded(
    'R3307',
    'error',
    'a gate that an approval closes',
    ({ gate }: { readonly gate: string }) => ({
      message: `an approval opens gates and closes none: ${quoteList([gate])}`,
      help: 'name an event after `since`, such as `write "src/**"`',
    }),
  ),

  tooManyStanding: worded(
    'R3308',
    'error',
    'too many programs that labels forbid',
    ({ max, found }: Limit) => ({
      message: `\`exec\` clauses that ask for a label name at most ${max} different programs, these ${found}`,
      help: 'join programs: `exec "{git,hg}" if SECRET`',
    }),
  ),
} as const;
