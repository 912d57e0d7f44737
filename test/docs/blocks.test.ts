import { expect, test } from 'vitest';
import { stepsOf } from './blocks.js';

const page = `
# A page

<!-- test file=a/rein.yaml -->
\`\`\`yaml
version: 1
\`\`\`

<!-- test run: git init -q -->
<!-- test -->

\`\`\`console
$ cat <<X
> hello
> X
hello
$ true
\`\`\`

\`\`\`console
$ not tested
\`\`\`

<!-- test fresh -->
`;

test('reads the steps of a page in order', () => {
  expect(stepsOf(page)).toEqual([
    { kind: 'file', line: 4, name: 'a/rein.yaml', text: 'version: 1\n' },
    { kind: 'hidden', line: 9, command: 'git init -q' },
    {
      kind: 'console',
      line: 10,
      commands: [
        { text: 'cat <<X\nhello\nX', expected: ['hello'] },
        { text: 'true', expected: [] },
      ],
    },
    { kind: 'fresh', line: 24 },
  ]);
});

test.each([
  ['a marker without a block', '<!-- test -->\nwords'],
  ['a block that does not end', '<!-- test -->\n```console\n$ true'],
  ['a block in another language', '<!-- test -->\n```sh\ntrue\n```'],
  ['an unknown word', '<!-- test maybe -->\n```console\n$ true\n```'],
  ['output before a command', '<!-- test -->\n```console\nhello\n```'],
])('refuses %s', (_, markdown) => {
  expect(() => stepsOf(markdown)).toThrow(/line 1/);
});
