/** A program that draws on its terminal, as the agents' own interfaces do, keeps it for itself. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { createPlace, jsonLines, policy } from './place.js';
import { onTerminal } from './terminal.js';

const REIN = fileURLToPath(new URL('../../../cli/bin/rein.js', import.meta.url));
const RULE = `rule kept:
  block write "**/kept" unless after exec "true" exits 0
  because "keep it"`;

describe('feedback on a terminal', () => {
  it.each([
    ['is shown', 'cooked', true],
    ['goes to the feedback file alone while a program draws there', 'raw', false],
  ])('%s', async (_, mode, isShown) => {
    const place = createPlace({ 'rein.yaml': policy(RULE) });
    const script = `stty ${mode}; echo x > kept; stty sane; cat "$REIN_FEEDBACK_FILE" > heard`;
    const command = `'${process.execPath}' '${REIN}' run -- bash -c '${script}'`;
    const terminal = onTerminal(command, { cwd: place.project, env: place.env });
    await terminal.ended;
    const heard = readFileSync(place.at('heard'), 'utf8');
    expect(heard).toMatch(/^\[rein\] blocked: write of .+\/kept\n/);
    expect(heard).toContain('  next: It passes after `exec "true" exits 0`');
    expect(terminal.shown().includes('[rein] blocked: write of ')).toBe(isShown);
    const [refusal] = jsonLines((await place.rein(['why', '--json'])).stdout);
    expect(refusal).toMatchObject({ next: [expect.stringContaining('It passes after')] });
  });
});

describe('a hold on a terminal', () => {
  it.each([
    ['is told of in a line', 'cooked', /\n?◆ rein holds write .+ or rein deny \w+\r?\n/],
    [
      'is told of at the top of what a program draws, which stays where it was',
      'raw',
      // biome-ignore lint/suspicious/noControlCharactersInRegex: what a terminal is told.
      /\x1b7\x1b\[1;1H\x1b\[7m◆ rein holds write .{1,60} or rein deny \w+\x1b\[0m\x1b\[K\x1b8\x07/,
    ],
  ])('%s', async (_, mode, said) => {
    const place = createPlace({ 'rein.yaml': policy(RULE.replace('block', 'ask')) });
    const script = `stty cols 80 ${mode}; echo x > kept; stty sane`;
    const command = `NO_COLOR=1 '${process.execPath}' '${REIN}' run -- bash -c '${script}'`;
    const terminal = onTerminal(command, { cwd: place.project, env: place.env });
    await terminal.see('or rein deny');
    const [, id = ''] = /rein approve (\w+)/.exec(terminal.shown()) ?? [];
    expect((await place.rein(['approve', id])).code).toBe(0);
    await terminal.ended;
    expect(terminal.shown()).toMatch(said);
  });
});
