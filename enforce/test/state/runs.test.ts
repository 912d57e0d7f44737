import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { identify, isAlive } from '../../src/state/process-identity.js';
import { type RunFile, readRunFile, writeRunFile } from '../../src/state/run-file.js';
import {
  findRun,
  listRuns,
  liveRuns,
  makeRunFolder,
  nameRun,
  type RunFolder,
  statusOf,
} from '../../src/state/runs.js';
import { scratch } from '../sockets.js';

/** A new run's folder, made. */
function createRunFolder(state: string): RunFolder {
  const named = nameRun(state);
  makeRunFolder(named);
  return named;
}

const file = (run: string): RunFile => ({
  run,
  started: '2026-01-02T03:04:05.006Z',
  command: ['claude', '-p'],
  cwd: '/p',
  policy: '/p/rein.yaml',
  tier: 'supervisor',
  engine: identify(process.pid) ?? { pid: 0, start: '' },
  rules: [{ name: 'no-push', reason: 'ask first', builtin: false }],
  clauses: [{ rule: 0, effect: 'ask', line: 4, text: 'ask exec "git" "push"' }],
});

describe('run table', () => {
  it('lists runs newest first and finds them by a piece of their id', async () => {
    const state = scratch();
    const first = createRunFolder(state);
    await sleep(5);
    const second = createRunFolder(state);
    mkdirSync(join(state, 'runs', 'not-a-run'));
    expect(listRuns(state).map(({ run }) => run)).toEqual([second.run, first.run]);
    expect(findRun(state, 'last').run).toBe(second.run);
    expect(findRun(state, first.run.toLowerCase()).run).toBe(first.run);
    expect(findRun(state, second.run.slice(-6)).run).toBe(second.run);
    expect(() => findRun(state, first.run.slice(0, 2))).toThrow('could be any of 2 runs');
    expect(() => findRun(state, '')).toThrow('there is no run ``');
    expect(() => findRun(state, '../..')).toThrow('there is no run `../..`');
    expect(statSync(first.folder).mode & 0o777).toBe(0o700);
  });

  it('says that there is no run', () => {
    expect(() => findRun(scratch(), 'last')).toThrow('there is no run `last`');
  });

  it('keeps the description of a run, whole', () => {
    const { run, folder } = createRunFolder(scratch());
    writeRunFile(folder, file(run));
    const ended = {
      ...file(run),
      code: 3,
      result: { time: 't', how: 'failed', why: 'killed' },
    } as const satisfies RunFile;
    writeRunFile(folder, ended);
    expect(readRunFile(folder)).toEqual(ended);
    expect(readdirSync(folder)).toEqual(['run.json']);
    expect(statSync(join(folder, 'run.json')).mode & 0o777).toBe(0o600);
  });

  it('names what is wrong in a description', () => {
    const { folder } = createRunFolder(scratch());
    writeFileSync(join(folder, 'run.json'), '{"v":1,"run":"x"}');
    expect(() => readRunFile(folder)).toThrow('started is not a string');
    writeFileSync(join(folder, 'run.json'), '{"v":2}');
    expect(() => readRunFile(folder)).toThrow('version 2 is not 1');
  });

  it('tells a running run from one that was cut short', async () => {
    const child = spawn('sleep', ['60']);
    const engine = identify(child.pid ?? 0);
    if (engine === undefined) throw new Error('no child');
    const live = { ...file('x'), engine };
    expect(statusOf(live)).toBe('running');
    expect(statusOf({ ...live, code: 0 })).toBe('left-behind');
    expect(statusOf({ ...live, result: { time: 't', how: 'empty' } })).toBe('ended');
    // The same number, another process.
    expect(isAlive({ ...engine, start: '1' })).toBe(false);
    child.kill();
    await once(child, 'exit');
    expect(statusOf(live)).toBe('cut-short');
  });

  it('knows which runs can hold something', () => {
    const state = scratch();
    const { run, folder } = createRunFolder(state);
    writeRunFile(folder, file(run));
    expect(liveRuns(state)).toEqual([]);
    writeFileSync(join(folder, 'control.sock'), '');
    expect(liveRuns(state).map((live) => live.run)).toEqual([run]);
    writeRunFile(folder, { ...file(run), engine: { pid: process.pid, start: '1' } });
    expect(liveRuns(state)).toEqual([]);
  });
});
