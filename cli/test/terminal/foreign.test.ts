import { describe, expect, it } from 'vitest';
import { commandCell, foreign } from '../../src/terminal/foreign.js';

describe('strings of an agent', () => {
  it('are escaped when they could move a cursor', () => {
    expect(foreign('a\nb')).toBe('a\\nb');
    expect(foreign('\u001b]0;x\u0007')).toBe('\\x1b]0;x\\x07');
  });

  it('are not escaped a second time, however long they are', () => {
    expect(foreign('a\\nb')).toBe('a\\nb');
    expect(foreign('\\n'.repeat(10), 4)).toBe('\\n\\n…');
  });

  it('stand in the cell of a table as a command, cut to its width', () => {
    expect(commandCell(['touch', 'a\nb'])).toBe("touch 'a\\nb'");
    expect(commandCell(['x'.repeat(100)])).toBe(`${'x'.repeat(60)}…`);
  });
});
