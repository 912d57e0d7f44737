import { expect, it } from 'vitest';
import { createPlace, jsonLines, policy } from './place.js';

it('a recorded run is decided again under another policy', async () => {
  const place = createPlace({
    'rein.yaml': policy(
      [
        'rule noted:\n  notify exec "date"',
        'rule kept:\n  block write "kept"\n  because "kept"',
        'rule tested:\n  block exec "uname" unless after exec "true"\n  because "test first"',
      ].join('\n'),
    ),
    'other.yaml': policy(
      [
        'rule no-date:\n  block exec "date" "+%Y"\n  because "no dates"',
        'rule tested:\n  block exec "uname" unless after exec "true"\n  because "test first"',
      ].join('\n'),
    ),
  });
  const script = 'date; date +%Y; echo x > kept; uname; true';
  await place.rein(['run', '--', 'bash', '-c', script.replace('true', '/bin/true')]);
  const { stdout, stderr, code } = await place.rein(['replay', 'last', '--simulate', 'other.yaml']);
  expect(code).toBe(0);
  expect(stdout).toMatch(/exec date\n +notify by noted → passes\n/);
  expect(stdout).toMatch(/exec date \+%Y\n +notify by noted → block by no-date\n +no dates\n/);
  expect(stdout).toMatch(/write \S+\/kept\n +block by kept → passes\n/);
  expect(stdout).toContain('3 of 4 decisions on record would change under other.yaml');
  expect(stderr).toContain('what no rule met in that run is not on record');
  const same = await place.rein(['replay', 'last', '--simulate', 'rein.yaml']);
  expect(same.stdout).toContain('0 of 4 decisions on record would change');
  const json = await place.rein(['replay', 'last', '--simulate', 'other.yaml', '--json']);
  expect(jsonLines(json.stdout).map(({ was, is }) => `${was} ${is}`)).toEqual([
    'notify none',
    'notify block',
    'block none',
  ]);
});
