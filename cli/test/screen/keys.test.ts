import { describe, expect, it } from 'vitest';
import { type Key, type Step, step } from '../../src/screen/keys.js';
import { firstState, type State, selectedOf, withHeld } from '../../src/screen/state.js';
import { held } from './sample.js';

const three = [held('aaaaa'), held('bbbbb'), held('ccccc', { canLast: true, verb: 'fs.write' })];
const filled = withHeld(firstState('ada'), three, undefined);

const NAMES = new Set(['up', 'down', 'return', 'escape', 'backspace', 'pagedown']);
const keyOf = (name: string): Key =>
  NAMES.has(name) ? { name } : { name: name.toLowerCase(), sequence: name };

/** The last step of a sequence of keys. */
function press(state: State, ...names: string[]): Step {
  let last: Step = { state };
  for (const name of names) last = step(last.state, keyOf(name), 10);
  return last;
}

describe('keys', () => {
  it('move, and stop at the ends', () => {
    expect(selectedOf(filled)?.id).toBe('aaaaa');
    expect(selectedOf(press(filled, 'down', 'j', 'j', 'down').state)?.id).toBe('ccccc');
    expect(selectedOf(press(filled, 'G', 'k').state)?.id).toBe('bbbbb');
    expect(selectedOf(press(filled, 'up').state)?.id).toBe('aaaaa');
  });

  it('approve and deny only when it is confirmed, with the reason that was typed', () => {
    expect(press(filled, 'down', 'a').deed).toBeUndefined();
    expect(press(filled, 'down', 'a', 'o', 'k', 'return').deed).toEqual({
      ...{ kind: 'decide', key: 'R bbbbb', approve: true, scope: 'once', reason: 'ok' },
    });
    expect(press(filled, 'd', 'n', 'x', 'backspace', 'o', 'return').deed).toMatchObject({
      ...{ key: 'R aaaaa', approve: false, reason: 'no' },
    });
    expect(press(filled, 'a', 'escape', 'return').deed).toBeUndefined();
  });

  it('approve for the run only where that is possible', () => {
    expect(press(filled, 'A').state).toMatchObject({
      mode: { kind: 'list' },
      message: { tone: 'bad' },
    });
    expect(press(filled, 'G', 'A', 'return').deed).toMatchObject({ key: 'R ccccc', scope: 'run' });
  });

  it('letters of a reason are no commands', () => {
    const { state, deed } = press(filled, 'd', 'q', 'a', 'd', '/', '?');
    expect(deed).toBeUndefined();
    expect(state.mode).toMatchObject({ kind: 'decide', verb: 'deny', text: 'qad/?' });
  });

  it('takes what is pasted for a text, never for keys', () => {
    const paste = { name: 'paste', sequence: 'a yes\nq\n' };
    const ignored = step(filled, paste, 10);
    expect(ignored.deed).toBeUndefined();
    expect(ignored.state).toMatchObject({ mode: { kind: 'list' }, message: { tone: 'bad' } });
    const { state, deed } = step(press(filled, 'd').state, paste, 10);
    expect([deed, state.mode]).toEqual([undefined, expect.objectContaining({ text: 'a yes q ' })]);
  });

  it('leave with q and Ctrl-C, also in the middle of a reason', () => {
    expect(press(filled, 'q').deed).toEqual({ kind: 'leave' });
    const typing = press(filled, 'a', 'x').state;
    expect(step(typing, { name: 'c', ctrl: true }, 10).deed).toEqual({ kind: 'leave' });
    expect(press(filled, 'return', 'q').deed).toBeUndefined();
  });

  it('filter, and move to what the filter shows', () => {
    const { state } = press(filled, '/', 'b', 'b', 'return');
    expect(selectedOf(state)?.id).toBe('bbbbb');
    expect(press(state, 'escape').state.filter).toBe('');
  });
});

describe('what comes and goes', () => {
  it('keeps to what is looked at while others come', () => {
    const moved = press(filled, 'down').state;
    const more = withHeld(moved, [held('zzzzz'), ...three], undefined);
    expect(selectedOf(more)?.id).toBe('bbbbb');
  });

  it('puts nothing in the place of what is gone', () => {
    const gone = withHeld(filled, three.slice(1), undefined);
    expect(selectedOf(gone)).toBeUndefined();
    expect(press(gone, 'a', 'return').deed).toBeUndefined();
    // Not a moment later either.
    expect(selectedOf(withHeld(gone, three.slice(1), undefined))).toBeUndefined();
    expect(selectedOf(press(gone, 'down').state)?.id).toBe('bbbbb');
  });

  it('goes on from where it stood, not from the top', () => {
    const many = ['a', 'b', 'c', 'd', 'e'].map((id) => held(id.repeat(5)));
    const third = press(withHeld(firstState('ada'), many, undefined), 'j', 'j').state;
    const gone = withHeld(third, many.toSpliced(2, 1), undefined);
    expect(selectedOf(press(gone, 'down').state)?.id).toBe('ddddd');
    expect(selectedOf(press(gone, 'up').state)?.id).toBe('bbbbb');
    const last = withHeld(press(third, 'G').state, many.slice(0, 4), undefined);
    expect(selectedOf(press(last, 'down').state)?.id).toBe('ddddd');
  });

  it('opens nothing where nothing is chosen, so that q leaves', () => {
    const gone = withHeld(filled, three.slice(1), undefined);
    const { state } = press(gone, 'return');
    expect([state.mode.kind, state.message.tone]).toEqual(['list', 'bad']);
    expect(press(state, 'q').deed).toEqual({ kind: 'leave' });
  });

  it('says that the daemon is away of what waits there', () => {
    expect(withHeld(filled, [], 'nobody listens').message.text).toContain('reind does not answer');
    expect(withHeld(filled, [], undefined).message.text).toContain('decided, expired or gone');
  });

  it('what is typed on about something that is gone goes nowhere', () => {
    const typing = press(filled, 'd', 'n').state;
    const gone = withHeld(typing, three.slice(1), undefined);
    const { state, deed } = press(gone, 'j', 'a', 'return');
    expect([deed, state.mode.kind]).toEqual([undefined, 'list']);
  });

  it('looks at the first that comes to an empty queue', () => {
    const empty = withHeld(firstState('ada'), [], undefined);
    expect(selectedOf(withHeld(empty, three, undefined))?.id).toBe('aaaaa');
  });
});
