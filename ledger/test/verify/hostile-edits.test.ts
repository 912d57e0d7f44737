import { describe, expect, it } from 'vitest';
import { SEAL } from '../../src/entry/entry.js';
import { verifyBytes } from '../../src/verify/verify.js';
import { makeLog, RUN, SIGNER } from '../support/log.js';

const COUNT = 5;
const LOG = makeLog(COUNT, { kind: (seq) => (seq === COUNT - 1 ? SEAL : 'match') });
const WITNESSES = {
  run: RUN,
  head: LOG.head,
  checkpoint: LOG.checkpoint,
  keys: [{ publicKey: SIGNER.publicKey }],
};

/** The number of the entry that holds the byte at `offset`. */
function entryAt(offset: number): number {
  let end = 0;
  return LOG.lines.findIndex((line) => {
    end += line.length;
    return offset < end;
  });
}

/** The edit is found, and blamed on no later entry than the one it was made in. */
function expectFound(log: Uint8Array, latest: number, options = {}): void {
  const result = verifyBytes(log, { ...WITNESSES, ...options });
  expect(result.ok).toBe(false);
  if (!result.ok) {
    expect(result.finding.seq ?? 0).toBeLessThanOrEqual(latest);
    expect(result.sound).toBeLessThanOrEqual(latest);
  }
}

describe('a small log of which', { timeout: 60_000 }, () => {
  it.each([0x01, 0x20, 0x80])('every byte in turn is changed by %i is never accepted', (mask) => {
    for (let at = 0; at < LOG.bytes.length; at++) {
      const bytes = Buffer.from(LOG.bytes);
      bytes[at] = (bytes[at] ?? 0) ^ mask;
      expectFound(bytes, entryAt(at));
      expectFound(bytes, entryAt(at), { live: true });
    }
  });

  it('every byte in turn is changed is not accepted by the chain alone either', () => {
    for (let at = 0; at < LOG.bytes.length; at++) {
      const bytes = Buffer.from(LOG.bytes);
      bytes[at] = (bytes[at] ?? 0) ^ 1;
      const result = verifyBytes(bytes);
      if (result.ok) expect.fail(`the change of byte ${at} was accepted`);
      expect(result.finding.seq).toBeLessThanOrEqual(entryAt(at));
    }
  });

  it('every byte in turn becomes a newline, a quote or a NUL is never accepted', () => {
    for (const byte of [0x0a, 0x22, 0x00]) {
      for (let at = 0; at < LOG.bytes.length; at++) {
        if (LOG.bytes[at] === byte) continue;
        const bytes = Buffer.from(LOG.bytes);
        bytes[at] = byte;
        expectFound(bytes, entryAt(at));
      }
    }
  });

  it('every byte in turn is removed or doubled is never accepted', () => {
    for (let at = 0; at < LOG.bytes.length; at++) {
      const [before, rest] = [LOG.bytes.subarray(0, at), LOG.bytes.subarray(at)];
      expectFound(Buffer.concat([before, rest.subarray(1)]), entryAt(at));
      // A doubled newline is an empty line, which stands in the next entry's place.
      expectFound(Buffer.concat([before, rest.subarray(0, 1), rest]), entryAt(at) + 1);
    }
  });

  it('the tail is cut off at every byte is never accepted', () => {
    for (let length = 0; length < LOG.bytes.length; length++) {
      expectFound(LOG.bytes.subarray(0, length), entryAt(length));
      expectFound(LOG.bytes.subarray(0, length), entryAt(length), { live: true });
    }
  });

  it('the front is cut off at every byte is never accepted', () => {
    for (let at = 1; at <= LOG.bytes.length; at++) expectFound(LOG.bytes.subarray(at), 0);
  });

  it('each entry in turn is removed is never accepted', () => {
    for (let seq = 0; seq < COUNT; seq++) {
      expectFound(Buffer.concat(LOG.lines.toSpliced(seq, 1)), seq);
    }
  });

  it('each pair of entries is swapped is never accepted', () => {
    for (let a = 0; a < COUNT; a++) {
      for (let b = a + 1; b < COUNT; b++) {
        const [first, second] = [LOG.lines[a], LOG.lines[b]];
        if (first === undefined || second === undefined) throw new Error('no such line');
        const lines = LOG.lines.with(a, second).with(b, first);
        expectFound(Buffer.concat(lines), a);
        const result = verifyBytes(Buffer.concat(lines), WITNESSES);
        expect(result).toMatchObject({ finding: { name: 'out-of-order', seq: a } });
      }
    }
  });

  it('each entry is repeated at each place is never accepted', () => {
    for (const line of LOG.lines) {
      for (let at = 0; at <= COUNT; at++) {
        const log = Buffer.concat(LOG.lines.toSpliced(at, 0, line));
        const seq = LOG.lines.indexOf(line);
        // Put right before itself, it is the second of the two that is one too many.
        expectFound(log, seq === at ? at + 1 : at);
      }
    }
  });

  it('every byte of head and checkpoint in turn is changed is never accepted', () => {
    for (const name of ['head', 'checkpoint'] as const) {
      for (let at = 0; at < LOG[name].length; at++) {
        const bytes = Buffer.from(LOG[name]);
        bytes[at] = (bytes[at] ?? 0) ^ 1;
        expect(verifyBytes(LOG.bytes, { ...WITNESSES, [name]: bytes }).ok).toBe(false);
      }
    }
  });

  it('head or checkpoint are cut off at every byte is never accepted', () => {
    for (const name of ['head', 'checkpoint'] as const) {
      for (let length = 0; length < LOG[name].length; length++) {
        const bytes = LOG[name].subarray(0, length);
        expect(verifyBytes(LOG.bytes, { ...WITNESSES, [name]: bytes }).ok).toBe(false);
      }
    }
  });
});
