import { FROM_ENGINE } from '@rein/contract';
import { describe, expect, it } from 'vitest';
import { decodeMessage } from '../../src/frames/message.js';
import { match } from '../event-samples.js';

const frame = (type: number, value: unknown) => ({
  type,
  payload: Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)),
});

describe('messages of the engine', () => {
  it('reads a match with all it may say', () => {
    const event = {
      ...match,
      argv: ['git', 'push'],
      target2: '/b',
      running: ['git', 'commit'],
      args_truncated: true,
      spared_root: true,
      stale: [{ gate: 'exec "t"', op: 'write', target: '/a', pid: 2, time: 't' }],
      hold: { id: 'k3', by: 'uid 0', reason: 'fine' },
    };
    expect(decodeMessage(frame(FROM_ENGINE.event, event))).toEqual({ type: 'event', event });
  });

  it('reads gates, labels and guards', () => {
    const events = [
      {
        kind: 'gate',
        time: 't',
        gate: 'g',
        state: 'open',
        by: { pid: 1, op: 'exit', target: 'x' },
      },
      { kind: 'label', time: 't', pid: 1, gained: ['SECRET'], op: 'read', target: '/x' },
      {
        ...{ kind: 'guard', time: 't', guard: 'bpf', call: 'bpf', reason: 'r', feedback: 'no' },
        ...{ pid: 1, ppid: 0, exe: '/x', cwd: '/', labels: [] },
      },
    ];
    for (const event of events) {
      expect(decodeMessage(frame(FROM_ENGINE.event, event))).toEqual({ type: 'event', event });
    }
  });

  it('gives feedback back as the lines that were written', () => {
    const feedbackOf = (feedback: string) => {
      const decoded = decodeMessage(frame(FROM_ENGINE.event, { ...match, feedback }));
      return decoded.type === 'event' && 'feedback' in decoded.event && decoded.event.feedback;
    };
    expect(feedbackOf('[rein] blocked: write of /a\\\\x1b\\n  rule: r\\n')).toBe(
      '[rein] blocked: write of /a\\x1b\n  rule: r\n',
    );
    expect(feedbackOf('two\nlines of /a\\x1b\n')).toBe('two\nlines of /a\\x1b\n');
  });

  it('keeps what it does not know out', () => {
    const decoded = decodeMessage(frame(FROM_ENGINE.started, { pid: 7, __proto__x: 1, more: 2 }));
    expect(decoded).toEqual({ type: 'started', pid: 7 });
  });

  it.each([
    ['{', 'a `started` frame is not as it should be: it is not JSON'],
    ['[]', 'a `started` frame is not as it should be: it is not an object'],
    ['{"pid":"7"}', 'a `started` frame is not as it should be: pid is not a number'],
  ])('refuses %s', (text, message) => {
    expect(() => decodeMessage(frame(FROM_ENGINE.started, text))).toThrow(message);
  });

  it('names the member that is wrong', () => {
    const wrong = (change: object) => () =>
      decodeMessage(frame(FROM_ENGINE.event, { ...match, ...change }));
    expect(wrong({ op: 'chmod' })).toThrow('op is none of exec, read, write');
    expect(wrong({ clauses: [1, 'x'] })).toThrow('clauses[1] is not a number');
    expect(wrong({ stale: [{}] })).toThrow('gate is not a string');
    expect(wrong({ effect: 'none' })).toThrow('effect is none of notify, ask, block, kill');
    expect(wrong({ args_truncated: 1 })).toThrow('args_truncated is not true or false');
  });

  it('reads a policy as its author wrote it', () => {
    const event = {
      ...{ kind: 'policy', time: 't', policy: '/p', digest: 'd', before: 'b', image_digest: 'i' },
      ...{ by: 'uid 0 (pid 1)', reason: 'a\\nb', first_clause: 4, labels: ['S'], gates: ['g'] },
      rules: [{ name: 'r', reason: 'a\\\\b', builtin: false }],
      clauses: [{ rule: 0, effect: 'block', line: 3, text: 'block read "\\\\*"' }],
    };
    expect(decodeMessage(frame(FROM_ENGINE.event, event))).toEqual({
      type: 'event',
      event: {
        ...event,
        rules: [{ name: 'r', reason: 'a\\b', builtin: false }],
        clauses: [{ rule: 0, effect: 'block', line: 3, text: 'block read "\\*"' }],
      },
    });
  });

  it('refuses types it does not know, and answers on the wrong socket', () => {
    expect(() => decodeMessage(frame(99, {}))).toThrow('a frame of unknown type 99');
    expect(() => decodeMessage(frame(FROM_ENGINE.reply, {}))).toThrow('unknown type 7');
  });
});
