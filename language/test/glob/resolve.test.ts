import { describe, expect, it } from 'vitest';
import { tokensMatch } from '../../src/glob/matches.js';
import { literalDirectory, namesEveryPath, resolvePath } from '../../src/glob/resolve.js';
import type { HostFacts } from '../../src/program.js';
import { bytes } from './bytes.js';
import { glob } from './glob.js';

const HOST: HostFacts = { root: '/w/p*j', home: '/home/u[1]' };
const LINKED: HostFacts = {
  ...HOST,
  realpath: (path) => (path === '/bin' || path.startsWith('/bin/') ? `/usr${path}` : path),
};

function names(pattern: string, path: string, host: HostFacts): boolean {
  return resolvePath(glob(pattern), host).some((tokens) => tokensMatch(tokens, bytes(path)));
}

/** Patterns of a policy in `/w/p*j`, the home being `/home/u[1]`. */
const TABLE: readonly (readonly [
  pattern: string,
  names: readonly string[],
  not: readonly string[],
])[] = [
  ['git', ['/usr/bin/git', '/git', '/w/p*j/git'], ['/usr/bin/gitk', '/git/x']],
  ['*.rs', ['/a.rs', '/w/p*j/src/a.rs', '/x/.rs'], ['/a.rs/b', '/a.rsx']],
  ['**/*.rs', ['/a.rs', '/x/y/a.rs'], ['/a.rs/b']],
  ['**/x', ['/x', '/a/x', '/a/b/x'], ['/x/a', '/ax']],
  ['src/**', ['/w/p*j/src/a', '/w/p*j/src/a/b'], ['/w/p*j/src', '/w/pqj/src/a', '/src/a']],
  ['src/*.c', ['/w/p*j/src/a.c'], ['/w/p*j/src/x/a.c', '/x/src/a.c']],
  ['./x', ['/w/p*j/x'], ['/x', '/w/p*j/a/x']],
  ['./*.c', ['/w/p*j/a.c'], ['/w/p*j/src/a.c']],
  ['../x', ['/w/x'], ['/w/p*j/x']],
  ['../../../../x', ['/x'], ['/w/x']],
  ['a/./b', ['/w/p*j/a/b'], []],
  ['a/../b', ['/w/p*j/b'], ['/w/p*j/a/b']],
  ['a/*/../b', ['/w/p*j/a/b'], ['/w/p*j/b']],
  ['a//b/', ['/w/p*j/a/b'], []],
  ['/etc/passwd', ['/etc/passwd'], ['/w/p*j/etc/passwd']],
  ['/etc/../etc/passwd', ['/etc/passwd'], []],
  ['/**', ['/', '/x', '/x/y'], []],
  ['~/x', ['/home/u[1]/x'], ['/home/u1/x', '/w/p*j/~/x']],
  ['~/.ssh/**', ['/home/u[1]/.ssh/id'], ['/home/u[1]/.ssh']],
  ['\\~/x', ['/w/p*j/~/x'], ['/home/u[1]/x']],
  ['{/etc,src}/*', ['/etc/a', '/w/p*j/src/a'], ['/src/a']],
  ['{a,b/c}', ['/x/a', '/w/p*j/b/c'], ['/x/b/c', '/x/c']],
  ['**_test.c', ['/a_test.c', '/x/a_test.c'], ['/a.c']],
  ['x/**_test.c', ['/w/p*j/x/a_test.c', '/w/p*j/x/y/_test.c'], ['/x/a_test.c']],
  ['\\*', ['/x/*'], ['/x/a']],
  ['..', [], ['/', '/w', '/w/p*j/..x']],
  ['**/../x', [], ['/x', '/a/x']],
  ['?', ['/a', '/x/é'], ['/ab', '/\\xff']],
  ['*', ['/', '/a', '/a/b'], []],
  ['**', ['/', '/a', '/a/b'], []],
];

describe('path patterns', () => {
  for (const [pattern, named, not] of TABLE) {
    it.each(named)(`${pattern} names %s`, (path) => {
      expect(names(pattern, path, HOST)).toBe(true);
    });
    it.each(not)(`${pattern} does not name %s`, (path) => {
      expect(names(pattern, path, HOST)).toBe(false);
    });
  }

  it.each([
    ['/bin/sh', '/bin/sh'],
    ['/bin/sh', '/usr/bin/sh'],
    ['/bin/**', '/usr/bin/x/y'],
    ['/bin/x/*', '/usr/bin/x/y'],
  ])('%s names %s where /bin is a link', (pattern, path) => {
    expect(names(pattern, path, LINKED)).toBe(true);
  });

  it('resolves the folders, not the last name', () => {
    const host: HostFacts = { ...HOST, realpath: () => '/elsewhere' };
    expect(names('/x', '/elsewhere', host)).toBe(false);
    expect(names('/a/x', '/elsewhere/x', host)).toBe(true);
  });

  it('does without a root of its own', () => {
    expect(names('a/b', '/a/b', { root: '/', home: '/' })).toBe(true);
    expect(names('~/b', '/b', { root: '/', home: '/' })).toBe(true);
  });
});

describe('patterns that name everything', () => {
  it.each(['**', '*', '**/*', '**/**', '{x,**}'])('%s does', (text) => {
    expect(namesEveryPath(glob(text))).toBe(true);
  });
  it.each(['/**', '?', '**/x', './**', '*/**', '.*'])('%s does not', (text) => {
    expect(namesEveryPath(glob(text))).toBe(false);
  });
});

describe('the folder that all matches lie in', () => {
  const folder = (text: string) => resolvePath(glob(text), HOST).map(literalDirectory);
  it.each([
    ['/a/b/*.c', ['/a/b']],
    ['/a/b', ['/a']],
    ['/a/b*/c', ['/a']],
    ['/a', [null]],
    ['/*', [null]],
    ['**/a/b', [null]],
    ['src/é/**', ['/w/p*j/src/é']],
    ['{/a/x,b}', ['/a', null]],
  ])('of %s', (text, expected) => {
    expect(folder(text)).toEqual(expected);
  });
});
