import { describe, expect, it } from 'vitest';
import { LIMITS } from '../../src/limits.js';
import { keyId, verifierKey } from '../../src/note/key.js';
import { parseNote, signNote, verifyNote } from '../../src/note/note.js';
import { newSigner, SIGNER } from '../support/log.js';

const NAME = 'example.com/log';
const TEXT = 'first line\n\nthird line\n';

/** The verifier key of the tests of golang.org/x/mod/sumdb/note: name, id, type and public key. */
const VECTOR = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW';
const VECTOR_KEY = Buffer.from(VECTOR.slice(VECTOR.lastIndexOf('+') + 1), 'base64').subarray(1);

function noteOf(bytes: Uint8Array) {
  const note = parseNote(bytes);
  if ('why' in note) throw new Error(note.why);
  return note;
}

describe('a note', () => {
  it('verifies the test vector of the Go note package', () => {
    const text =
      'If you think cryptography is the answer to your problem,\n' +
      "then you don't know what your problem is.\n";
    const signature =
      'x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=';
    const note = noteOf(Buffer.from(`${text}\n\u2014 PeterNeumann ${signature}\n`));
    expect(note.text).toBe(text);
    expect(verifyNote(note, 'PeterNeumann', [{ publicKey: VECTOR_KEY }]).verdict).toBe('signed');
    const other = noteOf(Buffer.from(`${text}!\n\n\u2014 PeterNeumann ${signature}\n`));
    expect(verifyNote(other, 'PeterNeumann', [{ publicKey: VECTOR_KEY }]).verdict).toBe(
      'bad-signature',
    );
  });

  it('is text, an empty line and signature lines', () => {
    const [first, second] = [SIGNER, newSigner()];
    const bytes = signNote(TEXT, NAME, [first, second]);
    const note = noteOf(bytes);
    expect(note.text).toBe(TEXT);
    expect(note.signatures.map(({ name }) => name)).toEqual([NAME, NAME]);
    expect(bytes.toString()).toMatch(
      /^first line\n\nthird line\n\n(\u2014 example\.com\/log \S+\n){2}$/,
    );
  });

  it('is signed by whom it says', () => {
    const key = { publicKey: SIGNER.publicKey };
    const note = noteOf(signNote(TEXT, NAME, [SIGNER]));
    expect(verifyNote(note, NAME, [key])).toEqual({ verdict: 'signed', by: key });
    expect(verifyNote(note, NAME, [{ publicKey: newSigner().publicKey }, key]).verdict).toBe(
      'signed',
    );
  });

  it('is not signed under another name, by another key or by none', () => {
    const note = noteOf(signNote(TEXT, NAME, [SIGNER]));
    expect(verifyNote(note, 'other', [SIGNER]).verdict).toBe('unknown-key');
    expect(verifyNote(note, NAME, [newSigner()]).verdict).toBe('unknown-key');
    expect(verifyNote(note, NAME, []).verdict).toBe('unknown-key');
    expect(verifyNote(note, NAME, [{ publicKey: Buffer.alloc(31) }]).verdict).toBe('unknown-key');
  });

  it('passes over signatures of unknown keys, as of witnesses', () => {
    const bytes = signNote(TEXT, NAME, [newSigner(), SIGNER, newSigner()]);
    expect(verifyNote(noteOf(bytes), NAME, [SIGNER]).verdict).toBe('signed');
  });

  it('is spoiled by one wrong signature of a known key', () => {
    const good = newSigner();
    const forger = { publicKey: SIGNER.publicKey, sign: () => Buffer.alloc(64, 7) };
    const note = noteOf(signNote(TEXT, NAME, [good, forger]));
    expect(verifyNote(note, NAME, [good]).verdict).toBe('signed');
    expect(verifyNote(note, NAME, [good, SIGNER]).verdict).toBe('bad-signature');
  });

  it('is spoiled by any change of its text', () => {
    const bytes = signNote(TEXT, NAME, [SIGNER]);
    for (let at = 0; at < TEXT.length; at++) {
      const changed = Buffer.from(bytes);
      changed[at] = (changed[at] ?? 0) ^ 1;
      const note = parseNote(changed);
      if ('why' in note) continue;
      expect(verifyNote(note, NAME, [SIGNER]).verdict).not.toBe('signed');
    }
  });

  it('prefers a signer that is not retired', () => {
    const [old, current] = [newSigner(), newSigner()];
    const note = noteOf(signNote(TEXT, NAME, [old, current]));
    const keys = [
      { publicKey: old.publicKey, retired: '2026-01-01T00:00:00.000Z' },
      { publicKey: current.publicKey },
    ];
    expect(verifyNote(note, NAME, keys)).toEqual({ verdict: 'signed', by: keys[1] });
    expect(verifyNote(note, NAME, keys.toReversed())).toEqual({ verdict: 'signed', by: keys[1] });
  });

  const signature = Buffer.alloc(68).toString('base64');
  it.each([
    ['no signature', 'text\n'],
    ['no blank line', `text\n\u2014 ${NAME} ${signature}\n`],
    ['no last newline', `text\n\n\u2014 ${NAME} ${signature}`],
    ['another dash', `text\n\n- ${NAME} ${signature}\n`],
    ['a name with a plus', `text\n\n\u2014 a+b ${signature}\n`],
    ['a name with a wide space', `text\n\n\u2014 a\u3000b ${signature}\n`],
    ['no base64', `text\n\n\u2014 ${NAME} !!!!\n`],
    ['base64 without padding', `text\n\n\u2014 ${NAME} ${signature.replace(/=+$/, '')}\n`],
    ['base64 with loose bits', `text\n\n\u2014 ${NAME} ${signature.replace('A=', 'B=')}\n`],
    ['no signature behind the key id', `text\n\n\u2014 ${NAME} AAAAAA==\n`],
    ['a carriage return', `text\r\n\n\u2014 ${NAME} ${signature}\n`],
    [
      'too many signatures',
      `text\n\n${`\u2014 ${NAME} ${signature}\n`.repeat(LIMITS.noteSignatures + 1)}`,
    ],
    ['too many bytes', `${'x'.repeat(LIMITS.noteBytes)}\n\n\u2014 ${NAME} ${signature}\n`],
  ])('has not %s', (_, text) => {
    expect(parseNote(Buffer.from(text))).toHaveProperty('why');
  });

  it('is UTF-8', () => {
    const bytes = Buffer.from(`te_t\n\n\u2014 ${NAME} ${signature}\n`);
    bytes[2] = 0xff;
    expect(parseNote(bytes)).toHaveProperty('why');
  });

  it('takes the sixteen signatures the format asks for', () => {
    const line = `\u2014 ${NAME} ${signature}\n`;
    expect(parseNote(Buffer.from(`text\n\n${line.repeat(16)}`))).not.toHaveProperty('why');
  });
});

describe('a key', () => {
  it('has the id and the verifier key of the test vector', () => {
    expect(keyId('PeterNeumann', VECTOR_KEY).toString('hex')).toBe('c74f20a3');
    expect(verifierKey('PeterNeumann', VECTOR_KEY)).toBe(VECTOR);
  });

  it('has another id under another name', () => {
    expect(keyId('a', VECTOR_KEY)).not.toEqual(keyId('b', VECTOR_KEY));
  });
});
