import { readFileSync } from 'node:fs';
import { createSecureContext } from 'node:tls';
import { codeOf, fault, reasonOf } from '../fault.js';
import type { TlsFiles } from './listen.js';

/** What OpenSSL says, for whoever gave the files. */
const WORDS: Readonly<Record<string, string>> = {
  ERR_OSSL_X509_KEY_VALUES_MISMATCH: 'it is not the key of the certificate',
  ERR_OSSL_BAD_DECRYPT: 'it has a passphrase, and nobody to type it',
  ERR_OSSL_UNSUPPORTED: 'it is no private key as PEM',
  ERR_OSSL_PEM_NO_START_LINE: 'one of the two is not PEM',
};

/** Reads a certificate and its key, and tries them. Throws `bad-config`. */
export function readTls(paths: { readonly cert: string; readonly key: string }): TlsFiles {
  const files = { cert: read(paths.cert), key: read(paths.key) };
  try {
    createSecureContext(files);
  } catch (error) {
    const why = WORDS[codeOf(error) ?? ''] ?? reasonOf(error);
    throw fault('bad-config', { path: paths.key, why }, error);
  }
  return files;
}

function read(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    throw fault('bad-config', { path, why: reasonOf(error) }, error);
  }
}
