import { describe, expect, it } from 'vitest';
import { deliver } from '../../src/hooks/blocks.js';

const block = (n: number) => `[rein] blocked: write of /x${n}\n  rule: r\n\n`;

describe('feedback in a hook’s answer', () => {
  it('is all that is unread, not only the last', () => {
    const unread = Buffer.from(block(1) + block(2) + block(3));
    const { text, bytes } = deliver(unread);
    expect(text).toBe(
      [1, 2, 3].map((n) => `[rein] blocked: write of /x${n}\n  rule: r`).join('\n\n'),
    );
    expect(bytes).toBe(unread.length);
  });

  it('says the same thing once, with its number', () => {
    const { text, bytes } = deliver(Buffer.from(block(1).repeat(12) + block(2)));
    expect(text).toBe(
      '[rein] blocked: write of /x1\n  rule: r (12 times)\n\n[rein] blocked: write of /x2\n  rule: r',
    );
    expect(bytes).toBe(13 * block(1).length);
  });

  it('keeps what does not fit for the next call, and loses nothing', () => {
    const all = Array.from({ length: 900 }, (_, n) => block(n)).join('');
    let unread = Buffer.from(all);
    const seen: string[] = [];
    let calls = 0;
    while (unread.length > 0) {
      const { text, bytes } = deliver(unread);
      expect(text.length).toBeLessThanOrEqual(8000);
      expect(bytes).toBeGreaterThan(0);
      seen.push(...(text.match(/\/x\d+/g) ?? []));
      unread = unread.subarray(bytes);
      if (unread.length > 0) expect(text).toContain('it follows with your next tool call');
      calls++;
    }
    expect(calls).toBeGreaterThan(2);
    expect(seen).toEqual(Array.from({ length: 900 }, (_, n) => `/x${n}`));
  });

  it('waits for a block that is still being written', () => {
    expect(deliver(Buffer.from('[rein] blocked: wri'))).toEqual({ text: '', bytes: 0 });
  });

  it('cuts one block that is longer than an answer', () => {
    const { text, bytes } = deliver(Buffer.from(`${'x'.repeat(20_000)}\n\n`));
    expect(text).toHaveLength(8000);
    expect(bytes).toBe(20_002);
  });
});
