import pc from 'picocolors';
import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { drawScreen } from '../../src/screen/draw.js';
import { firstState, type State, withHeld } from '../../src/screen/state.js';
import { held } from './sample.js';

const colors = pc.createColors(false);
const draw = (state: State, columns: number, rows: number, nowMs = 30_000) =>
  drawScreen(state, { columns, rows }, nowMs, colors);
const of = (...list: ReturnType<typeof held>[]) => withHeld(firstState('ada'), list, undefined);

const long = held('aaaaa', {
  words: ['python3', '-c', 'print("漢字") '.repeat(40), '👩‍👩‍👧'],
  cwd: `/w/${'deep/'.repeat(60)}`,
  preview: `-old\n-same\n+new\n+same\n${'+more\n'.repeat(50)}`.trimEnd(),
});

describe('the screen', () => {
  it.each([
    [110, 30],
    [80, 24],
    [40, 12],
    [20, 6],
  ])('fills %i columns and %i rows, exactly', (columns, rows) => {
    for (const state of [of(), of(held('bbbbb')), of(long, held('bbbbb', { dueMs: 1 }))]) {
      for (const mode of [{ kind: 'list' }, { kind: 'open' }, { kind: 'help' }] as const) {
        const lines = draw({ ...state, mode }, columns, rows);
        expect(lines).toHaveLength(rows);
        expect(lines.map((line) => stringWidth(line))).toEqual(Array(rows).fill(columns));
      }
    }
  });

  it('shows what is asked, who asks, why, where and since what', () => {
    const state: State = {
      ...of(held('aaaaa')),
      backgrounds: new Map([
        [
          'R aaaaa',
          { lineage: ['sh', 'git'], origins: [{ label: 'SECRET', from: 'read /w/.env by pid 3' }] },
        ],
      ]),
    };
    const text = draw(state, 100, 24).join('\n');
    for (const part of [
      'git push aaaaa',
      'ask-push',
      'A person looks first.',
      '/usr/bin/git (pid 7) in run R9B1NC of researcher',
      'by sam',
      'sh → git',
      'SECRET, since read /w/.env by pid 3',
      '9 min 30 s left',
    ]) {
      expect(text).toContain(part);
    }
  });

  it('has no name for what is held before its first program', () => {
    const text = draw(of(held('aaaaa', { exe: '' })), 100, 24).join('\n');
    expect(text).toContain('who        pid 7 in run R9B1NC of researcher');
  });

  it('leaves nothing of an argv out', () => {
    const text = draw({ ...of(long), mode: { kind: 'open' } }, 60, 60).join('');
    expect([text.match(/漢/g)?.length, text.match(/字/g)?.length]).toEqual([40, 40]);
  });

  it('shows a diff, and what is below it by scrolling', () => {
    const open: State = { ...of(held('aaaaa', { preview: long.preview })), mode: { kind: 'open' } };
    const first = draw(open, 60, 24);
    expect(first).toContainEqual(expect.stringMatching(/^ {2}- old/));
    expect(first).toContainEqual(expect.stringMatching(/^ {2}\+ new/));
    expect(first).toContainEqual(expect.stringMatching(/^ {4}same/));
    expect(first.at(-2)).toMatch(/more lines: PgDn/);
    expect(draw({ ...open, scroll: 1000 }, 60, 24).at(-2)).toMatch(/^ {2}\+ more/);
  });

  it('says what is overdue, and that the daemon is not there', () => {
    const late = withHeld(
      firstState('ada'),
      [held('aaaaa', { dueMs: 10 })],
      'reind does not answer',
    );
    const [head = '', , row = ''] = draw(late, 100, 24);
    expect(head).toContain('1 waiting · 1 overdue · reind does not answer');
    expect(row).toMatch(/^! aaaaa/);
  });

  it('lets no text of an agent move the cursor', () => {
    const bad = held('aaaaa', { preview: '+\x1b[2Jgone\x07' });
    expect(draw({ ...of(bad), mode: { kind: 'open' } }, 80, 24).join('')).not.toMatch(/\p{Cc}/u);
  });
});
