import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { parsePublicKeys } from '../../src/note/public-keys.js';
import { codeOf } from '../support/code-of.js';
import { SIGNER } from '../support/log.js';

const KEY = Buffer.from(SIGNER.publicKey).toString('base64');
const RETIRED = '2026-11-20T10:00:00.000Z';

describe('a public key to verify with', () => {
  it('is 32 bytes in base64, with blanks around', () => {
    expect(parsePublicKeys(` ${KEY}\n`)).toEqual([{ publicKey: Buffer.from(SIGNER.publicKey) }]);
  });

  it('is a public key in PEM', () => {
    const { publicKey } = generateKeyPairSync('ed25519');
    const { x = '' } = publicKey.export({ format: 'jwk' });
    const pem = publicKey.export({ format: 'pem', type: 'spki' }).toString();
    expect(parsePublicKeys(pem)).toEqual([{ publicKey: Buffer.from(x, 'base64url') }]);
  });

  it('is a set of keys as JSON, with the retirement of each', () => {
    const set = JSON.stringify({ keys: [{ public: KEY, retired: RETIRED }, { public: KEY }] });
    const publicKey = Buffer.from(SIGNER.publicKey);
    expect(parsePublicKeys(set)).toEqual([{ publicKey, retired: RETIRED }, { publicKey }]);
  });

  it.each([
    ['nothing', ''],
    ['no base64', 'rein/X+0011'],
    ['too short', KEY.slice(4)],
    ['a set without keys', '{"keys":[]}'],
    ['no JSON', '{'],
    ['a key without its public half', '{"keys":[{}]}'],
    ['a retirement that is no time', `{"keys":[{"public":"${KEY}","retired":"soon"}]}`],
    ['a broken PEM', '-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----'],
    [
      'a private key',
      generateKeyPairSync('ed25519').privateKey.export({ format: 'pem', type: 'pkcs8' }).toString(),
    ],
    [
      'a key of another kind',
      generateKeyPairSync('x25519').publicKey.export({ format: 'pem', type: 'spki' }).toString(),
    ],
  ])('is not %s', (_, text) => {
    expect(codeOf(() => parsePublicKeys(text))).toBe('bad-public-key');
  });
});
