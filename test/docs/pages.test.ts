import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { root } from '../../tools/repository/architecture.js';
import { filesBelow } from '../../tools/repository/files.js';
import { type Step, stepsOf } from './blocks.js';
import { matches } from './match.js';
import { createSession, type Session } from './session.js';

const pages = filesBelow(root, ['.md'])
  .map((file) => ({ page: relative(root, file), steps: stepsOf(readFileSync(file, 'utf8')) }))
  .filter(({ steps }) => steps.length > 0);

test('pages are looked at', () => {
  expect(filesBelow(root, ['.md']).length).toBeGreaterThan(0);
});

for (const { page, steps } of pages) {
  describe(page, () => {
    let session = createSession();
    afterAll(() => session.close());

    for (const step of steps) {
      test(titleOf(step), () => {
        if (step.kind === 'fresh') {
          session.close();
          session = createSession();
        } else {
          play(session, step);
        }
      });
    }
  });
}

function titleOf(step: Step): string {
  const at = `line ${step.line}:`;
  switch (step.kind) {
    case 'console':
      return `${at} $ ${step.commands[0]?.text ?? ''}`;
    case 'file':
      return `${at} ${step.name}`;
    case 'hidden':
      return `${at} (${step.command})`;
    case 'fresh':
      return `${at} a fresh folder`;
    default:
      return step satisfies never;
  }
}

function play(session: Session, step: Exclude<Step, { kind: 'fresh' }>): void {
  switch (step.kind) {
    case 'file': {
      const file = join(session.folder, step.name);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, step.text);
      return;
    }
    case 'hidden': {
      const [printed, status] = session.run([step.command, 'echo $?']);
      expect(status?.trim(), printed).toBe('0');
      return;
    }
    case 'console': {
      const printed = session.run(step.commands.map((command) => command.text));
      for (const [index, { text, expected }] of step.commands.entries()) {
        const actual = printed[index] ?? '';
        // Shown as a diff of the two texts when they do not match.
        if (!matches(actual, expected))
          expect(`$ ${text}\n${actual}`).toBe(`$ ${text}\n${expected.join('\n')}`);
      }
      return;
    }
    default:
      step satisfies never;
  }
}
