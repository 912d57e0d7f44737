/** R40xx: files of cases, which say what a policy should decide. */
import { VERDICTS } from '@rein/contract';
import { fixed, worded } from '../define.js';
import { didYouMean } from '../nearest.js';
import { quote, quoteList } from '../quote.js';

interface Found {
  readonly found: string;
}

interface Key {
  readonly key: string;
}

export const casesProblems = {
  missingCases: fixed(
    'R4001',
    'error',
    'there are no cases in this file',
    'add `cases:` with a list of `{name, steps}`',
  ),

  missingName: fixed('R4002', 'error', 'a case needs a name', 'add `name:`'),

  missingSteps: worded('R4003', 'error', 'a case without steps', ({ key }: Key) => ({
    message: `the case ${quote(key)} has no steps`,
    help: 'add `steps:` with a list such as `- exec: git push`',
  })),

  missingAction: worded(
    'R4004',
    'error',
    'a step in which nothing happens',
    ({ known }: { readonly known: readonly string[] }) => ({
      message: 'nothing happens in this step',
      help: `a step has one of ${quoteList(known)}`,
    }),
  ),

  severalActions: worded(
    'R4005',
    'error',
    'a step in which two things happen',
    ({ one, other }: { readonly one: string; readonly other: string }) => ({
      message: `${quote(one)} and ${quote(other)} are two steps`,
      help: 'start the second with `- `',
    }),
  ),

  badExpectation: worded(
    'R4006',
    'error',
    'an expectation that cannot be read',
    ({ found }: Found) => ({
      message: `${found} is nothing to expect`,
      help: `write \`allow\`, ${quoteList(VERDICTS)}, the last four with a rule where it matters: \`block no-push\``,
    }),
  ),

  unknownRule: worded(
    'R4007',
    'error',
    'a rule that the policy does not have',
    ({ name, known }: { readonly name: string; readonly known: readonly string[] }) => ({
      message: `the policy has no rule ${quote(name)}`,
      help: didYouMean(name, known),
    }),
  ),

  badCommand: worded(
    'R4008',
    'error',
    'a command that cannot be read',
    ({ message }: { readonly message: string }) => ({
      message,
      help: 'write it as for a shell, or as a list: `[git, commit, -m, "a b"]`',
    }),
  ),

  badAddress: worded(
    'R4009',
    'error',
    'an address that cannot be read',
    ({ message, help }: { readonly message: string; readonly help?: string | undefined }) => ({
      message,
      help: help ?? 'write `1.2.3.4:443`, `[::1]:443`, `host.name:443` or `unix:/path`',
    }),
  ),

  badPair: worded('R4010', 'error', 'a step that needs two paths', ({ key }: Key) => ({
    message: `\`${key}\` needs two paths`,
    help: `write \`${key}: [FROM, TO]\``,
  })),

  badStatus: worded('R4011', 'error', 'an exit status out of range', ({ found }: Found) => ({
    message: `an exit status is a number from 0 to 255, not ${found}`,
    help: undefined,
  })),

  misplacedKey: worded(
    'R4012',
    'error',
    'a detail of another kind of step',
    ({ key, action }: Key & { readonly action: string }) => ({
      message: `\`${key}\` says nothing about \`${action}\``,
      help: 'remove it',
    }),
  ),

  badAnswer: worded(
    'R4013',
    'error',
    'an answer that is neither yes nor no',
    ({ found }: Found) => ({
      message: `the answer to an ask is \`approve\` or \`deny\`, not ${found}`,
      help: undefined,
    }),
  ),
} as const;
