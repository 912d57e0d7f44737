import { describe, expect, it } from 'vitest';
import { CliFault } from '../../src/fault.js';
import { type RunWords, readAsked, splitAt } from '../../src/run/grammar.js';

const asked = (raw: string, more: Partial<RunWords> = {}) => {
  const words = raw.split(' ').filter(Boolean);
  const operands = words.filter((word, at) => word !== '--' || words.indexOf('--') !== at);
  try {
    return readAsked({ ...splitAt(operands, words), ...more });
  } catch (error) {
    if (error instanceof CliFault) return error.code;
    throw error;
  }
};

describe('`rein run`', () => {
  it('takes what stands behind `--` for a command, and what stands in front for an agent', () => {
    expect(asked('-- claude')).toEqual({ kind: 'local', command: ['claude'] });
    expect(asked('-- sh -c x -- y')).toEqual({
      kind: 'local',
      command: ['sh', '-c', 'x', '--', 'y'],
    });
    expect(asked('researcher -- make test')).toEqual({
      ...{ kind: 'command', agent: 'researcher', command: ['make', 'test'] },
    });
    expect(asked('researcher', { job: 'job.yaml' })).toMatchObject({
      kind: 'job',
      agent: 'researcher',
    });
    expect(asked('researcher', { wrapper: 'x' })).toMatchObject({ kind: 'wrapper' });
  });

  it('guesses nothing', () => {
    expect(asked('claude')).toBe('command-or-agent');
    expect(asked('claude code -- x')).toBe('command-or-agent');
    expect(asked('')).toBe('no-command');
    expect(asked('--')).toBe('no-command');
    expect(asked('', { job: 'job.yaml' })).toBe('no-agent');
    expect(asked('-- true', { wrapper: 'x' })).toBe('no-agent');
    expect(asked('researcher -- true', { job: 'job.yaml' })).toBe('exclusive-options');
    expect(asked('researcher', { job: 'a', wrapper: 'b' })).toBe('exclusive-options');
  });
});
