import type * as z from 'zod';

const KINDS: Readonly<Record<string, string>> = {
  array: 'a list',
  record: 'an object',
  object: 'an object',
  int: 'a whole number',
  number: 'a number',
  string: 'a string',
  boolean: 'true or false',
};
/** Words that a schema has no reason to say itself; what it says is better. */
const UNSAID = /^(Invalid (input|option|discriminator)|Unrecognized key|Too (small|big))/;

/** What is wrong with one member, for whoever wrote it: in our words where the schema has none. */
function issueText(issue: z.core.$ZodIssue): string {
  const { message } = issue;
  if (!UNSAID.test(message)) return message;
  switch (issue.code) {
    case 'invalid_type':
      if (message.endsWith('received undefined')) return 'is missing';
      return `not ${KINDS[issue.expected] ?? issue.expected}`;
    case 'unrecognized_keys':
      return `there is no member ${issue.keys.map((key) => `\`${key.slice(0, 60)}\``).join(', ')}`;
    case 'invalid_value':
      return oneOf(issue.values.map(String));
    case 'invalid_union': {
      const known = [...message.matchAll(/'([^']+)'/g)].map(([, value = '']) => value);
      return known.length === 0 ? message : oneOf(known);
    }
    case 'too_small':
      return `less than ${issue.minimum}${UNITS[issue.origin] ?? ''}`;
    case 'too_big':
      return `more than ${issue.maximum}${UNITS[issue.origin] ?? ''}`;
    default:
      return message;
  }
}

const UNITS: Readonly<Record<string, string>> = { string: ' characters', array: ' items' };

function oneOf(values: readonly string[]): string {
  return values.length === 1 ? `not ${values[0]}` : `not one of ${values.join(', ')}`;
}

/** One member that is not as it should be. */
export interface Flaw {
  /** Names joined by dots; empty: the whole. */
  readonly path: string;
  readonly message: string;
}

/** All that is wrong with a value, member by member. */
export function flawsOf({ issues }: z.core.$ZodError): Flaw[] {
  return issues.map((issue) => ({ path: issue.path.join('.'), message: issueText(issue) }));
}

/** All of it, in one line. */
export function flawTexts(error: z.core.$ZodError): string {
  return flawsOf(error)
    .map(({ path, message }) => (path === '' ? message : `\`${path}\`: ${message}`))
    .join('; ');
}

/** The first of it, in one line. */
export function flawText(error: z.core.$ZodError): string {
  const [{ path, message } = { path: '', message: 'it has the wrong shape' }] = flawsOf(error);
  return path === '' ? message : `\`${path}\`: ${message}`;
}
