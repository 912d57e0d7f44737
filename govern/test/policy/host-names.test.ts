import { hostNamesOf } from '@rein/govern';
import { check, parseInline } from '@rein/language';
import { expect, it } from 'vitest';

it('finds the names that are spelt out, wherever they stand', () => {
  const { program, diagnostics } = check(
    parseInline(`
      source INTERNAL = endpoint "db.internal:5432"
      rule r:
        block connect "evil.example" unless target "{good,better}.example"
        notify connect "10.0.0.0/8" if INTERNAL unless target "*.internal" or target not "deep.example"
        block connect "evil.example:443"
      `),
  );
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  if (program === null) throw new Error('not valid');
  expect(hostNamesOf(program)).toEqual([
    ...['db.internal', 'evil.example', 'good.example', 'better.example', 'deep.example'],
  ]);
});
