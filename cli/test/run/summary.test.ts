import type { GuardEvent } from '@rein/contract';
import pc from 'picocolors';
import { describe, expect, it } from 'vitest';
import { approvedPush, forcedPush, recordTouched, tables } from '../../../govern/test/samples.js';
import { countEvent, createTally } from '../../src/record/tally.js';
import { exitCodeOf } from '../../src/run/outcome.js';
import { type Ending, renderSummary } from '../../src/run/summary.js';

const colors = pc.createColors(false);
const ending = (change: Partial<Ending> = {}): Ending => ({
  run: '01K000000000000000004F2K7Q',
  code: 0,
  tookMs: 1234,
  tally: createTally(),
  loss: { entries: 0, lines: 0, why: '' },
  ...change,
});

describe('summary of a run', () => {
  it('is one line when nothing happened', () => {
    expect(renderSummary(ending(), colors)).toBe(
      'rein run 4F2K7Q · exit code 0 · 1.2 s · nothing matched\n',
    );
  });

  it('counts by effect and rule, the strongest effect first', () => {
    const tally = createTally();
    const killed = { ...recordTouched, effect: 'kill', outcome: 'killed' } as const;
    const denied = { ...approvedPush, outcome: 'denied' } as const;
    const noted = { ...forcedPush, effect: 'notify', outcome: 'allowed' } as const;
    for (const event of [approvedPush, denied, forcedPush, noted, forcedPush, killed]) {
      countEvent(tally, event, tables);
    }
    const guard: GuardEvent = {
      ...{ kind: 'guard', time: 't', guard: 'ptrace', call: 'ptrace', reason: 'r', feedback: '' },
      ...{ pid: 1, ppid: 0, exe: '/x', cwd: '/', labels: [] },
    };
    countEvent(tally, guard, tables);
    expect(renderSummary(ending({ tally, code: 3 }), colors)).toBe(
      [
        'rein run 4F2K7Q · exit code 3 · 1.2 s',
        '  kill    rein/record  1 killed',
        '  block   no-force     2 blocked',
        '  ask     ask-push     1 approved, 1 denied',
        '  notify  no-force     1 allowed',
        '  guard   ptrace       1 refused',
        '  rein replay 4F2K7Q',
        '',
      ].join('\n'),
    );
  });

  it('warns of what was lost', () => {
    const counters = {
      ...{ decisions: 9, matches: 9, held: 0, events_lost: 2, feedback_unwritten: 0 },
      ...{ continued: 0, labels_dropped: 1, processes: 1 },
    };
    const loss = { entries: 0, lines: 3, why: 'no space left' };
    expect(renderSummary(ending({ counters, loss }), colors)).toContain(
      '  warning: 3 lines missing from the events file: no space left\n' +
        '  warning: 2 events lost in the engine\n' +
        '  warning: 1 label could not be kept: what they mark was treated as unmarked\n',
    );
  });
});

describe('exit code of a run', () => {
  const none = { entries: 0, lines: 0, why: '' };

  it('is the command’s', () => {
    expect(exitCodeOf({ how: 'ended', code: 7 }, none)).toBe(7);
  });

  it('says that not all is on the record, whatever the command said', () => {
    expect(exitCodeOf({ how: 'ended', code: 0 }, { ...none, entries: 1 })).toBe(122);
    expect(exitCodeOf({ how: 'ended', code: 7 }, { ...none, lines: 1 })).toBe(122);
  });

  it('says that the engine ended first', () => {
    expect(exitCodeOf({ how: 'failed' }, { ...none, entries: 1 })).toBe(125);
  });
});
