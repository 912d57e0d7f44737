import { describe, expect, it } from 'vitest';
import { isOver, nextState, type RunState } from '../../src/engine/life-cycle.js';

type Input = Parameters<typeof nextState>[1];

function walk(...inputs: Input[]): RunState {
  return inputs.reduce<RunState>(nextState, 'starting');
}

describe('life cycle of a run', () => {
  it('ends empty after everything ended', () => {
    expect(walk('ready', 'event', 'started', 'event', 'exited', 'event', 'empty')).toBe('empty');
  });

  it('lets a command end that could not be executed', () => {
    expect(walk('ready', 'exited', 'empty')).toBe('empty');
  });

  it('fails from wherever it is', () => {
    expect(walk('fatal')).toBe('failed');
    expect(walk('ready', 'started', 'fatal')).toBe('failed');
    expect(walk('ready', 'started', 'exited', 'fatal')).toBe('failed');
  });

  it.each([
    [['started']],
    [['event']],
    [['ready', 'empty']],
    [['ready', 'started', 'empty']],
    [['ready', 'started', 'exited', 'exited']],
    [['ready', 'started', 'exited', 'empty', 'event']],
    [['fatal', 'event']],
  ] satisfies [Input[]][])('refuses %j', (inputs) => {
    expect(() => walk(...inputs)).toThrow('in state');
  });

  it('is over when empty or failed, and not before', () => {
    const states: RunState[] = ['starting', 'ready', 'running', 'root-exited', 'empty', 'failed'];
    expect(states.filter(isOver)).toEqual(['empty', 'failed']);
  });
});
