import type { Held } from './held.js';

/**
 * What would let exactly this pass without a person, as text for the policy. An allowance never wins
 * over a rule that asks, so it says what to do about that rule too.
 */
export function proposeRule(held: Held): string {
  const rule = held.rule === '' ? 'the rule that asks' : `rule ${held.rule}`;
  return held.verb.includes('.') ? capabilityRule(held, rule) : engineRule(held, rule);
}

function engineRule({ verb, words }: Held, rule: string): string {
  const [, ...args] = words;
  if (verb !== 'exec') {
    const target = words.at(-1) ?? '';
    return `# ${rule}: behind its clause\n  unless target ${quoted(target)}\n`;
  }
  if (args.length === 0) return `# ${rule} asks about a program without arguments: take it out\n`;
  const conditions = args.map((word) => `arg ${quoted(word)}`).join(' and ');
  return `# ${rule}: behind its clause; more arguments beside these would pass too\n  unless ${conditions}\n`;
}

function capabilityRule({ verb, words }: Held, rule: string): string {
  const [first = '', ...args] = words;
  const list = args.map((word) => JSON.stringify(escaped(word))).join(', ');
  return [
    `# ${rule} must not match it any more: what asks wins over what allows`,
    'capabilities:',
    `  ${verb}:`,
    `    - allow: ${JSON.stringify(escaped(first))}`,
    ...(verb === 'proc.spawn' ? [`      args: [${list}]`] : []),
    '',
  ].join('\n');
}

/** As the language quotes: a pattern is taken as it stands, a backslash in it is the glob's. */
const quoted = (text: string): string => `"${escaped(text)}"`;

/** A text as a glob that names it and nothing else. */
function escaped(text: string): string {
  return text.replace(/[\\*?[\]{}!"]/g, '\\$&');
}
