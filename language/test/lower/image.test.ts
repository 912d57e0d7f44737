/** The bytes of an image, read back. */
import { ACTIONS, GUARDS, HEADER, LABEL_ATOM, NEGATED, TABLES } from '@rein/contract';
import { describe, expect, it } from 'vitest';
import { crc32 } from '../../src/lower/crc32.js';
import { lower } from '../../src/lower/lower.js';
import { type ImageReader, readImage } from '../../src/lower/read-image.js';
import { atomsOf } from '../../src/lower/walk-image.js';
import { bytes } from '../glob/bytes.js';
import { DIGEST, HOST, lowered, program } from './policy.js';

const POLICY = `source SECRET = file ".env"
declassify SECRET by exec "redact"
rule first:
  block connect "*.int:443" if SECRET
  notify write "src/**" unless after exec "t" exits 7 since write "src/**"
because "a reason with é"
rule second:
  kill exec "git" "push" unless lineage-includes exec "make"
`;

function opened(image: Uint8Array): ImageReader {
  const result = readImage(image);
  if (!result.ok) throw new Error(result.message);
  return result.image;
}

const { image, listing } = lowered(POLICY);
const reader = opened(image);

describe('an image', () => {
  it('names what it was made from', () => {
    const digest = image.subarray(HEADER.policyDigest, HEADER.policyDigest + 32);
    expect([...digest]).toEqual([...DIGEST]);
    expect(reader.labels()).toEqual(['AGENT', 'COMMAND', 'SECRET']);
    expect(reader.flowLabels()).toBe(4n);
    expect(reader.u32(HEADER.flags)).toBe(3);
    expect(reader.u32(HEADER.opsConcerned)).toBe(0b011111);
    expect(reader.u16(HEADER.labelAtom)).toBe(LABEL_ATOM);
    expect(reader.u32(HEADER.totalBytes)).toBe(listing.bytes);
  });

  it('has rules, clauses and gates as they are written', () => {
    expect(reader.count('rules')).toBe(2);
    expect(reader.text('rules', 0, 0)).toBe('first');
    expect(reader.text('rules', 0, 8)).toBe('a reason with é');
    expect(reader.count('clauses')).toBe(3);
    expect([0, 1, 2].map((i) => reader.field('clauses', i, 0, 4))).toEqual([0, 0, 1]);
    expect([0, 1, 2].map((i) => reader.field('clauses', i, 4, 4))).toEqual([4, 5, 8]);
    expect([0, 1, 2].map((i) => reader.field('clauses', i, 8, 2))).toEqual([3, 1, 4]);
    expect(reader.text('clauses', 2, 24)).toBe(
      'kill exec "git" "push" unless lineage-includes exec "make"',
    );
    expect(reader.text('gates', 0, 0)).toBe('exec "t" exits 7 since write "src/**"');
    expect(reader.text('gates', 0, 8)).toBe('exec "t" exits 7');
    const [gates, first] = [reader.field('clauses', 1, 10, 2), reader.field('clauses', 1, 12, 4)];
    expect([gates, reader.field('set_atoms', first, 0, 2)]).toEqual([1, 0]);
    expect([0, 2].map((offset) => reader.field('exits', 0, offset, 2))).toEqual([0, 7]);
  });

  it('lists every row under an atom that it needs', () => {
    const atoms = reader.u16(HEADER.atoms);
    for (let row = 0; row < reader.count('rows'); row++) {
      const action = ACTIONS[reader.field('rows', row, 2, 1)];
      const table = action === 'rule' ? 'rules' : action?.match(/gate|exit/) ? 'gates' : 'flow';
      const count = reader.field('rows', row, 4, 2);
      const first = reader.field('rows', row, 8, 4);
      const needed = Array.from({ length: count }, (_, i) =>
        reader.field('literals', first + i, 0, 2),
      );
      const places = needed
        .filter((literal) => literal < NEGATED)
        .flatMap((atom) => {
          const place = TABLES.indexOf(table) * atoms + atom;
          const off = reader.field('index', place, 0, 4);
          const rows = Array.from({ length: reader.field('index', place, 4, 4) }, (_, i) =>
            reader.field('index_rows', off + i, 0, 4),
          );
          return rows.includes(row) ? [atom] : [];
        });
      expect(places, `row ${row}`).toHaveLength(1);
    }
  });

  it('has automata that know the patterns', () => {
    const said = (kind: 'path' | 'arg' | 'host' | 'tree' | 'endpoint', text: string) =>
      atomsOf(reader, kind, bytes(text)).map((atom) => listing.atoms[atom]);
    expect(said('path', '/x/.env')).toEqual(['path .env']);
    expect(said('path', '/w/src/git')).toEqual(['path src/**', 'path git']);
    expect(said('tree', '/w')).toEqual(['tree src/**']);
    expect(said('tree', '/w/src')).toEqual(['tree src/**']);
    expect(said('tree', '/w/src/a')).toEqual([]);
    expect(said('arg', 'push')).toEqual(['arg push']);
    expect(said('host', 'a.b.int')).toEqual(['host *.int']);
    const key = `i${'\\x00'.repeat(10)}\\xff\\xff\\x01\\x02\\x03\\x04\\x01\\xbb`;
    expect(said('endpoint', key)).toEqual(['endpoint *:443']);
  });

  it('keeps the arguments in the range that it names', () => {
    const first = reader.u16(HEADER.argAtom);
    const args = Object.entries(listing.atoms).filter(([, text]) => text.startsWith('arg '));
    expect(args.map(([atom]) => Number(atom))).toEqual([first]);
    expect(reader.u16(HEADER.argAtoms)).toBe(1);
  });

  it('says which guards refuse', () => {
    const guarded = {
      ...program('rule r:\n  block exec "a"\n'),
      guards: new Set(GUARDS.slice(1, 3)),
    };
    const result = lower(guarded, HOST, { policyDigest: DIGEST });
    expect(result.ok && opened(result.image).u32(HEADER.guards)).toBe(0b110);
  });

  it('looks a folder up once, however many patterns start there', () => {
    const asked: string[] = [];
    const realpath = (path: string) => {
      asked.push(path);
      return path;
    };
    lowered('rule r:\n  block open "/d/a"\n  block write "/d/b" unless target "/d/*"\n', {
      ...HOST,
      realpath,
    });
    expect(asked).toEqual(['/d']);
  });

  it('is the same for the same policy', () => {
    expect(lowered(POLICY).image).toEqual(image);
  });
});

describe('bytes that are no image', () => {
  it.each([
    ['short', (broken: Uint8Array) => broken.subarray(0, 100), 'shorter'],
    ['another kind of file', (broken: Uint8Array) => broken.fill(0, 0, 1), 'no policy image'],
    ['a later version', (broken: Uint8Array) => broken.fill(9, 8, 9), 'version'],
    ['cut', (broken: Uint8Array) => broken.subarray(0, -1), 'cut'],
    ['flipped', (broken: Uint8Array) => broken.fill(0xaa, -1), 'checksum'],
  ])('%s', (_, breakIt, message) => {
    const result = readImage(breakIt(Uint8Array.from(image)));
    expect(result).toMatchObject({ ok: false, message: expect.stringContaining(message) });
  });
});

describe('the checksum', () => {
  it('is the one that everybody knows', () => {
    expect(crc32(bytes('123456789'))).toBe(0xcbf43926);
    expect(crc32(new Uint8Array())).toBe(0);
  });
});
