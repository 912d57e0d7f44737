import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readUrl, urlText } from '../../src/index.js';

const piece = fc.oneof(
  fc.constantFrom(
    'http://',
    'https://',
    'HTTP://',
    '//',
    '/',
    '\\',
    '@',
    ':',
    '?',
    '#',
    '%',
    '%2e',
  ),
  fc.constantFrom(
    '.',
    '..',
    '[::1]',
    '[',
    ']',
    '127.0.0.1',
    '0x7f',
    '1',
    '0177',
    'a',
    'example.com',
  ),
  fc.constantFrom(
    ':80',
    ':0443',
    ':99999',
    'xn--',
    'ß',
    '\u3002',
    '\t',
    '\n',
    ' ',
    '\u00ad',
    '%00',
  ),
  fc.string({ maxLength: 3 }),
);

it('reads what it reads as every other reader does, and nothing else', () => {
  let accepted = 0;
  const agrees = fc.property(
    fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join('')),
    fc.boolean(),
    (tail, bare) => {
      const text = bare ? tail : `http://${tail}`;
      const mine = readUrl(text);
      // Punycode that decodes to nothing: we do not look into it, and nobody can fetch it.
      if (!mine.ok || !URL.canParse(urlText(mine))) return;
      accepted += 1;
      const theirs = new URL(urlText(mine));
      expect(theirs.hostname.replace(/^\[|\]$/g, '')).toBe(
        mine.host.includes(':')
          ? new URL(`http://[${mine.host}]`).hostname.slice(1, -1)
          : mine.host,
      );
      expect(theirs.protocol).toBe(`${mine.scheme}:`);
      expect(theirs.port === '' ? (mine.scheme === 'http' ? 80 : 443) : Number(theirs.port)).toBe(
        mine.port,
      );
      expect(theirs.pathname).toBe(mine.path);
      expect(theirs.username + theirs.password + theirs.hash).toBe('');
      // And as it was written, not only as we spell it.
      expect(new URL(text).href.replace(/\.(?=[:/?]|$)/, '.')).toBe(
        new URL(text).hostname.endsWith('.') ? new URL(text).href : theirs.href,
      );
    },
  );
  fc.assert(agrees, { numRuns: 20_000 });
  expect(accepted).toBeGreaterThan(100);
});
