import { mkdtempSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FEEDBACK_BYTES_MAX, openFeedbackFile } from '@rein/govern';
import { describe, expect, it } from 'vitest';

const scratch = () => join(mkdtempSync(join(tmpdir(), 'rein-feedback-')), 'feedback.txt');

describe('feedback file', () => {
  it('parts blocks by a blank line, and is private', () => {
    const path = scratch();
    const file = openFeedbackFile(path);
    file.append('[rein] a\n  rule: x\n');
    file.append('[rein] b');
    file.close();
    expect(readFileSync(path, 'utf8')).toBe('[rein] a\n  rule: x\n\n[rein] b\n\n');
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  it('stops at its limit and says so once', () => {
    const path = scratch();
    const file = openFeedbackFile(path);
    for (let n = 0; n < 30; n++) file.append('x'.repeat(50_000));
    file.close();
    const text = readFileSync(path, 'utf8');
    expect(text.length).toBeLessThan(FEEDBACK_BYTES_MAX + 200);
    expect(text.endsWith('`rein why` has the rest.\n\n')).toBe(true);
    expect(text.match(/has the rest/g)).toHaveLength(1);
  });

  it('does not follow a link', () => {
    const path = scratch();
    writeFileSync(`${path}.elsewhere`, '');
    symlinkSync(`${path}.elsewhere`, path);
    expect(() => openFeedbackFile(path)).toThrow('ELOOP');
  });
});
