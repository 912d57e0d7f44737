import { describe, expect, it } from 'vitest';
import { Chain } from '../../src/entry/chain.js';
import { SEAL } from '../../src/entry/entry.js';
import { LIMITS } from '../../src/limits.js';
import { verify, verifyBytes } from '../../src/verify/verify.js';
import { makeLog, newSigner, OTHER_RUN, RUN, SIGNER, witness } from '../support/log.js';

const LOG = makeLog(6);
const KEYS = [{ publicKey: SIGNER.publicKey }];
const ALL = { run: RUN, head: LOG.head, checkpoint: LOG.checkpoint, keys: KEYS };

function fault(log: Uint8Array, options = {}): string {
  const result = verifyBytes(log, options);
  return result.ok ? 'ok' : `${result.finding.name} ${result.finding.seq ?? '-'}`;
}

describe('verify takes', () => {
  it('a whole log, and says what it amounts to', () => {
    expect(verifyBytes(LOG.bytes, ALL)).toEqual({
      ok: true,
      run: RUN,
      entries: 6,
      bytes: LOG.bytes.length,
      hash: LOG.entries[5]?.hash,
      root: expect.stringMatching(/^[0-9a-f]{64}$/),
      sealed: false,
      attested: 6,
      signed: 6,
      unfinishedBytes: 0,
      began: '2026-11-20T10:00:00.000Z',
      ended: '2026-11-20T10:00:05.000Z',
    });
  });

  it('an empty log with its head', () => {
    const empty = makeLog(0);
    const options = { head: empty.head, checkpoint: empty.checkpoint, keys: KEYS };
    expect(verifyBytes(empty.bytes, options)).toMatchObject({ ok: true, entries: 0, signed: 0 });
  });

  it('only what it was given: no head, no signature, and the result shows it', () => {
    const result = verifyBytes(LOG.bytes);
    expect(result).toMatchObject({ ok: true, entries: 6 });
    expect(result).not.toHaveProperty('attested');
    expect(result).not.toHaveProperty('signed');
  });

  it('a log in pieces of any size, from any kind of source', async () => {
    for (const size of [1, 2, 7, 100, LOG.bytes.length]) {
      const pieces: Buffer[] = [];
      for (let at = 0; at < LOG.bytes.length; at += size) {
        pieces.push(LOG.bytes.subarray(at, at + size));
      }
      expect(verifyBytes(pieces, ALL)).toMatchObject({ ok: true, entries: 6 });
      expect(await verify(pieces, ALL)).toMatchObject({ ok: true, entries: 6 });
    }
  });

  it('pieces whose buffer is used again for the next one', async () => {
    async function* reusing(): AsyncGenerator<Buffer> {
      const buffer = Buffer.alloc(100);
      for (let at = 0; at < LOG.bytes.length; at += buffer.length) {
        const length = LOG.bytes.copy(buffer, 0, at, at + buffer.length);
        yield buffer.subarray(0, length);
        buffer.fill(0);
      }
    }
    expect(await verify(reusing(), ALL)).toMatchObject({ ok: true, entries: 6 });
  });

  it('a line of the greatest length', () => {
    const chain = new Chain(RUN);
    const room = LIMITS.lineBytes + 1 - chain.next('match', { text: '' }, new Date(0)).line.length;
    const { line } = new Chain(RUN).next('match', { text: 'x'.repeat(room) }, new Date(0));
    expect(line.length).toBe(LIMITS.lineBytes + 1);
    expect(fault(line)).toBe('ok');
  });

  it('an older head and checkpoint while the writer is at work', () => {
    const older = makeLog(4);
    const options = { ...ALL, head: older.head, checkpoint: older.checkpoint, live: true };
    expect(verifyBytes(LOG.bytes, options)).toMatchObject({ ok: true, attested: 4, signed: 4 });
    const unfinished = Buffer.concat([LOG.bytes, Buffer.from('{"argv":')]);
    expect(verifyBytes(unfinished, options)).toMatchObject({ ok: true, unfinishedBytes: 8 });
  });

  it('a signature of a key that was retired after the run began', () => {
    const keys = [{ publicKey: SIGNER.publicKey, retired: '2026-11-20T10:00:03.000Z' }];
    expect(fault(LOG.bytes, { ...ALL, keys })).toBe('ok');
  });
});

describe('verify finds', () => {
  const [zero, one, two, three, four, five] = LOG.lines;
  if (!zero || !one || !two || !three || !four || !five) throw new Error('six lines');
  const lines = (...parts: Buffer[]): Buffer => Buffer.concat(parts);

  it('a line that was removed', () => {
    expect(fault(lines(zero, one, three, four, five), ALL)).toBe('missing 2');
    expect(fault(lines(one, two, three, four, five), ALL)).toBe('missing 0');
    expect(fault(lines(zero, one, five), ALL)).toBe('missing 2');
  });

  it('lines that were swapped, next to each other or apart', () => {
    expect(fault(lines(zero, two, one, three, four, five), ALL)).toBe('out-of-order 1');
    expect(fault(lines(zero, four, two, three, one, five), ALL)).toBe('out-of-order 1');
    expect(fault(lines(one, zero, two, three, four, five), ALL)).toBe('out-of-order 0');
  });

  it('a line that was repeated', () => {
    expect(fault(lines(zero, one, one, two, three, four, five), ALL)).toBe('duplicate 2');
    expect(fault(lines(zero, one, two, zero, three, four, five), ALL)).toBe('duplicate 3');
  });

  it('an entry made anew, with a good hash of its own', () => {
    const chain = new Chain(RUN, { entries: 2, hash: LOG.entries[1]?.hash ?? '' });
    const forged = chain.next('match', { rule: 'nothing-happened' }, new Date(0)).line;
    expect(fault(lines(zero, one, forged, three, four, five), ALL)).toBe('broken-link 3');
  });

  it('a log made anew from some entry on, by the head', () => {
    const chain = new Chain(RUN, { entries: 5, hash: LOG.entries[4]?.hash ?? '' });
    const forged = chain.next('match', { rule: 'nothing-happened' }, new Date(0));
    const log = lines(zero, one, two, three, four, forged.line);
    expect(fault(log)).toBe('ok');
    expect(fault(log, { head: LOG.head })).toBe('head-mismatch 5');
  });

  it('a log and head made anew, by the signature', () => {
    const forged = makeLog(6, { fields: () => ({ rule: 'nothing-happened' }) });
    expect(fault(forged.bytes, { head: forged.head })).toBe('ok');
    const options = { ...ALL, head: forged.head };
    expect(fault(forged.bytes, options)).toBe('checkpoint-mismatch 5');
    expect(fault(forged.bytes, { ...options, checkpoint: null })).toBe('no-checkpoint -');
    const byAnother = makeLog(6, { fields: () => ({ rule: 'x' }), signer: newSigner() });
    const { head, checkpoint } = byAnother;
    expect(fault(byAnother.bytes, { ...ALL, head, checkpoint })).toBe('unknown-key -');
  });

  it('a tail that was cut off, by the head and by the checkpoint', () => {
    const log = lines(zero, one, two, three);
    expect(fault(log)).toBe('ok');
    expect(fault(log, { head: LOG.head })).toBe('truncated 4');
    expect(fault(log, { checkpoint: LOG.checkpoint, keys: KEYS })).toBe('truncated 4');
    expect(fault(log, { ...ALL, live: true })).toBe('truncated 4');
    expect(fault(Buffer.alloc(0), ALL)).toBe('truncated 0');
  });

  it('entries behind the head and behind the checkpoint', () => {
    const shorter = makeLog(4);
    expect(fault(LOG.bytes, { head: shorter.head })).toBe('beyond-head 4');
    const { checkpoint } = shorter;
    expect(fault(LOG.bytes, { head: LOG.head, checkpoint, keys: KEYS })).toBe(
      'beyond-checkpoint 4',
    );
  });

  it('entries behind the seal', () => {
    const log = makeLog(4, { kind: (seq) => (seq === 2 ? SEAL : 'match') });
    expect(fault(log.bytes, { live: true })).toBe('after-seal 3');
    const sealed = makeLog(3, { kind: (seq) => (seq === 2 ? SEAL : 'match') });
    expect(verifyBytes(sealed.bytes)).toMatchObject({ ok: true, sealed: true });
  });

  it('the log of another run, and one entry of it', () => {
    const other = makeLog(6, { run: OTHER_RUN });
    expect(fault(other.bytes, { run: RUN })).toBe('wrong-run 0');
    expect(fault(lines(zero, other.lines[1] ?? zero), {})).toBe('wrong-run 1');
    expect(fault(other.bytes, { head: LOG.head })).toBe('head-mismatch 5');
    const options = { head: other.head, checkpoint: LOG.checkpoint, keys: KEYS };
    expect(fault(other.bytes, options)).toBe('checkpoint-mismatch 5');
  });

  it('an unfinished line, when nobody writes any more', () => {
    expect(fault(lines(LOG.bytes, Buffer.from('{')), ALL)).toBe('torn-tail 6');
    expect(fault(LOG.bytes.subarray(0, -1), {})).toBe('torn-tail 5');
    expect(fault(LOG.bytes.subarray(0, -1), ALL)).toBe('truncated 5');
  });

  it('bytes that are not UTF-8, and lines that are not canonical', () => {
    const bytes = Buffer.from(LOG.bytes);
    bytes[bytes.indexOf('match')] = 0xff;
    expect(fault(bytes, ALL)).toBe('not-utf8 0');
    expect(fault(lines(zero, Buffer.from('\n'), one), {})).toBe('not-canonical 1');
    expect(fault(lines(zero, Buffer.from(`${one.toString().trim()} \n`)), {})).toBe(
      'not-canonical 1',
    );
  });

  it('a line past the limit, in one piece or many, finished or not', () => {
    const long = Buffer.alloc(LIMITS.lineBytes + 1, 'x');
    expect(fault(lines(zero, long, Buffer.from('\n')))).toBe('line-too-long 1');
    expect(fault(lines(zero, long))).toBe('line-too-long 1');
    const halves = [zero, long.subarray(0, 600_000), long.subarray(600_000), Buffer.from('\n')];
    expect(verifyBytes(halves)).toMatchObject({ ok: false, finding: { name: 'line-too-long' } });
  });

  it.each([
    ['v', '"v":1', '"v":2'],
    ['v', ',"v":1', ''],
    ['seq', '"seq":0', '"seq":-1'],
    ['seq', '"seq":0', '"seq":"0"'],
    ['seq', '"seq":0', '"seq":9007199254740993000'],
    ['prev', '"prev":"0000', '"prev":"'],
    ['run', `"run":"${RUN}"`, '"run":"../etc"'],
    ['time', '.000Z"', 'Z"'],
    ['kind', '"kind":"match"', '"kind":"Match"'],
    ['kind', '"kind":"match"', '"kind":null'],
    ['hash', '"hash":"', '"hash":"0'],
  ])('an entry without a proper %s', (member, from, to) => {
    const line = Buffer.from(zero.toString().replace(from, to));
    expect(verifyBytes(line)).toMatchObject({
      ok: false,
      sound: 0,
      finding: { name: 'bad-entry', seq: 0, message: expect.stringContaining(`\`${member}\``) },
    });
  });

  it('a head that is gone, changed, or of another log', () => {
    expect(fault(LOG.bytes, { head: null })).toBe('no-head -');
    expect(fault(LOG.bytes, { head: Buffer.from('{}\n') })).toBe('bad-head -');
    const { bytes: size } = LOG;
    const head = Buffer.from(LOG.head.toString().replace(`${size.length}`, `${size.length + 1}`));
    expect(fault(LOG.bytes, { head })).toBe('head-mismatch 5');
    const root = Buffer.from(LOG.head.toString().replace(/"root":"..../, '"root":"0000'));
    expect(fault(LOG.bytes, { head: root })).toBe('head-mismatch 5');
    const empty = witness(OTHER_RUN, [], [], SIGNER);
    expect(fault(Buffer.alloc(0), { run: RUN, head: empty.head })).toBe('head-mismatch -');
  });

  it('a checkpoint that is changed, forged, or signed with an old key', () => {
    const text = LOG.checkpoint.toString();
    const resized = Buffer.from(text.replace('\n6\n', '\n5\n'));
    expect(fault(LOG.bytes, { ...ALL, checkpoint: resized })).toBe('bad-signature -');
    expect(fault(LOG.bytes, { ...ALL, checkpoint: Buffer.from('x') })).toBe('bad-checkpoint -');
    const keys = [{ publicKey: SIGNER.publicKey, retired: '2026-11-20T09:59:59.999Z' }];
    expect(fault(LOG.bytes, { ...ALL, keys })).toBe('retired-key -');
    expect(fault(LOG.bytes, { ...ALL, keys: [] })).toBe('unknown-key -');
    const empty = witness(OTHER_RUN, [], [], SIGNER);
    const options = { run: RUN, checkpoint: empty.checkpoint, keys: KEYS };
    expect(fault(Buffer.alloc(0), options)).toBe('checkpoint-mismatch -');
  });

  it('the first of several faults', () => {
    const bytes = Buffer.from(LOG.bytes);
    const at = bytes.indexOf('"rule":"rule-3"') + 12;
    bytes[at] = 0x30;
    expect(verifyBytes(bytes, { ...ALL, head: null })).toMatchObject({
      ok: false,
      sound: 3,
      finding: { name: 'altered', id: 'LED054', seq: 3 },
    });
  });
});
