import { describe, expect, it } from 'vitest';
import { CODES } from '../src/codes.js';
import { diagnose, ledgerError } from '../src/diagnostic.js';

describe('diagnose', () => {
  it('fills the holes of the message', () => {
    const { id, message, help } = diagnose('locked', { pid: 12, dir: '/state/run' });
    expect(id).toBe('LED010');
    expect(message).toBe('process 12 is writing to `/state/run`');
    expect(help).toBe(CODES.locked.help);
  });

  it('shows foreign text escaped', () => {
    const { message } = diagnose('wrong-run', { seq: 3, run: '\u001b[31m' });
    expect(message).toBe('entry 3 belongs to run `\\u{1b}[31m`');
  });

  it('does not take what is filled in for a hole', () => {
    const { message } = diagnose('unsafe-path', { path: '{why}', why: '$& {path}' });
    expect(message).toBe('`{why}` is not safe to use: $& {path}');
  });
});

describe('LedgerError', () => {
  it('carries its code, id, help and cause', () => {
    const cause = new Error('ENOSPC');
    const error = ledgerError('write-failed', { cause: 'ENOSPC' }, cause);
    expect(error).toMatchObject({ name: 'LedgerError', code: 'write-failed', id: 'LED016', cause });
    expect(error.message).toContain('(ENOSPC)');
    expect(error.help).not.toBe('');
  });
});
