import { ReinFault } from '@rein/sdk';
import { describe, expect, it } from 'vitest';
import { DaemonFault } from '../../src/daemon/daemon-fault.js';

const faultOf = (status: number, more: object = {}) =>
  new DaemonFault(
    new ReinFault({
      ...{ type: 'urn:rein:x', title: 'x', code: 'CTL021', detail: 'no', help: 'ask', status },
      ...more,
    }),
  );

describe('what the daemon refuses', () => {
  it.each([
    [400, 2],
    [401, 5],
    [403, 5],
    [404, 4],
    [409, 1],
    [412, 1],
    [422, 1],
    [429, 6],
    [503, 6],
    [500, 125],
  ])('%i ends with %i', (status, exit) => {
    expect(faultOf(status).exit).toBe(exit);
  });

  it('names what is wrong with a request, and moves no cursor', () => {
    const errors = [{ path: 'agent_id', message: 'not an id' }];
    expect(faultOf(400, { errors }).message).toBe('no: agent_id: not an id');
    expect(faultOf(400, { errors }).help).toContain('`--help`');
    const { message, help } = faultOf(400, { detail: 'a\x1b[2Jb', help: 'c\rd' });
    expect([message, help]).toEqual(['a\\x1b[2Jb', 'c\\rd']);
  });
});
