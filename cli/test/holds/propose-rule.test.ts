import { check, parseInline } from '@rein/language';
import { describe, expect, it } from 'vitest';
import { proposeRule } from '../../src/holds/propose-rule.js';
import { held } from '../screen/sample.js';

/** What a proposal for a clause is without its comment. */
const condition = (text: string): string => text.split('\n')[1] ?? '';

describe('a proposed rule', () => {
  it.each([
    [
      ['git', 'push', 'origin', 'v*'],
      'exec',
      'exec "git"',
      'unless arg "push" and arg "origin" and arg "v\\*"',
    ],
    [['/w/a "b" {c}.txt'], 'write', 'write "**"', 'unless target "/w/a \\"b\\" \\{c\\}.txt"'],
    [['10.0.0.1:443'], 'connect', 'connect "*"', 'unless target "10.0.0.1:443"'],
  ])('for %j is one that the language takes', (words, verb, clause, expected) => {
    const found = condition(proposeRule(held('aaaaa', { words, verb })));
    expect(found.trim()).toBe(expected);
    const { diagnostics } = check(
      parseInline(`rule r:\n  ask ${clause} ${found}\n  because "x"\n`),
    );
    expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  });

  it('for an action says that an allowance alone is not enough', () => {
    const words = ['git', 'push', '*'];
    expect(proposeRule(held('aaaaa', { verb: 'proc.spawn', words, rule: 'proc.spawn#2' }))).toBe(
      `# rule proc.spawn#2 must not match it any more: what asks wins over what allows
capabilities:
  proc.spawn:
    - allow: "git"
      args: ["push", "\\\\*"]
`,
    );
  });
});
