/** R22xx: what an agent may ask the daemon for. */
import { fixed, worded } from '../define.js';
import { didYouMean } from '../nearest.js';
import { quote, quoteList } from '../quote.js';

interface Member {
  readonly key: string;
}

export const capabilityProblems = {
  oneEffect: worded(
    'R2201',
    'error',
    'a rule that does not say one thing',
    ({ found }: { readonly found: readonly string[] }) => ({
      message:
        found.length === 0
          ? 'this rule neither allows nor denies anything'
          : `this rule says ${quoteList(found, 'and')} at once`,
      help: 'give each rule one of `allow`, `ask` and `deny`, with a pattern or a list of patterns',
    }),
  ),

  badPattern: worded(
    'R2202',
    'error',
    'a pattern of a capability that cannot be read',
    ({
      text,
      message,
      help,
    }: {
      readonly text: string;
      readonly message: string;
      readonly help: string | undefined;
    }) => ({ message: `${quote(text)}: ${message}`, help }),
  ),

  notInWorkspace: worded(
    'R2203',
    'error',
    'a path that does not start from the workspace',
    ({ text }: { readonly text: string }) => ({
      message: `${quote(text)} is not a path below the workspace`,
      help: 'write it as the agent does: without a leading `/` or `~`, and without `..`',
    }),
  ),

  badSize: worded(
    'R2204',
    'error',
    'a size that cannot be read',
    ({ found }: { found: string }) => ({
      message: `${quote(found)} is not a size from 0 to 1024GiB`,
      help: 'write bytes, or `64KiB`, `1MiB`, `5MB`',
    }),
  ),

  unknownWord: worded(
    'R2205',
    'error',
    'a word that is not one of those known',
    ({
      key,
      found,
      known,
    }: Member & { readonly found: string; readonly known: readonly string[] }) => ({
      message: `${quote(found)} means nothing in ${quote(key)}`,
      help: didYouMean(found, known) ?? `known here: ${quoteList(known, 'and')}`,
    }),
  ),

  tooMany: worded(
    'R2206',
    'error',
    'more than a file may have',
    ({ what, max }: { readonly what: string; readonly max: number }) => ({
      message: `at most ${max} ${what}`,
      help: 'join patterns with braces or wildcards',
    }),
  ),

  duplicateId: worded('R2207', 'error', 'an id that is there twice', ({ id }: { id: string }) => ({
    message: `there is a rule ${quote(id)} already`,
    help: 'the record names rules by their ids: give each its own',
  })),

  badName: worded(
    'R2208',
    'error',
    'a name that cannot be one',
    ({ key, found }: Member & { readonly found: string }) => ({
      message: `${quote(found)} cannot be the ${quote(key)} of a rule`,
      help:
        key === 'env'
          ? 'name a variable: letters, digits and `_`, no digit first'
          : 'use 1 to 64 of a-z, A-Z, 0-9, `_`, `.` and `-`, a letter first',
    }),
  ),

  notForEffect: worded(
    'R2209',
    'error',
    'a condition that would weaken a denial',
    ({ key }: Member) => ({
      message: `${quote(key)} is for rules that allow or ask`,
      help: 'larger things are denied where no rule allows them; remove the line',
    }),
  ),

  badCase: fixed(
    'R2210',
    'error',
    'a case without an action and an expected answer',
    'give it `capability`, `resource`, and `expect: ALLOW`, `DENY` or `REQUIRE_APPROVAL`',
  ),
};
