import { describe, expect, it } from 'vitest';
import {
  type ConsistencyFile,
  encodeProof,
  type InclusionFile,
  PROOF_FORMAT,
  type ProofFile,
} from '../../src/bundle/proof-file.js';
import { entryLeafHash } from '../../src/merkle/hash.js';
import { MerkleTree } from '../../src/merkle/tree.js';
import { verifyProof } from '../../src/verify/verify-proof.js';
import { KEYS } from '../support/bundle.js';
import { makeLog, newSigner, OTHER_RUN, RUN, SIGNER, type TestLog } from '../support/log.js';

const LOG = makeLog(13);
const EARLIER = makeLog(5);

function treeOf(log: TestLog): MerkleTree {
  const tree = new MerkleTree();
  for (const { hash } of log.entries) tree.add(entryLeafHash(hash));
  return tree;
}

const common = { format: PROOF_FORMAT, checkpoint: LOG.checkpoint.toString() } as const;
const tree = treeOf(LOG);

function inclusion(index: number): InclusionFile {
  const entry = LOG.lines[index]?.toString().trimEnd() ?? '';
  return { ...common, entry, index, hashes: tree.inclusionProof(index) };
}

function consistency(entries: number): ConsistencyFile {
  const earlier = { entries, root: tree.root(entries) };
  return { ...common, earlier, hashes: tree.consistencyProof(entries) };
}

const signedEarlier: ProofFile = { ...consistency(5), earlier: EARLIER.checkpoint.toString() };

function verdict(proof: ProofFile | Buffer, keys = KEYS): string {
  const result = verifyProof(Buffer.isBuffer(proof) ? proof : encodeProof(proof), keys);
  return result.ok ? `ok ${result.proves}` : `${result.finding.name} ${result.finding.seq ?? '-'}`;
}

describe('a proof that an entry was signed', () => {
  it('holds for every entry, and gives the entry back', () => {
    for (let index = 0; index < 13; index++) {
      const result = verifyProof(encodeProof(inclusion(index)), KEYS);
      expect(result).toMatchObject({ ok: true, proves: 'entry', index, entries: 13 });
      expect(result).toMatchObject({ origin: `rein/${RUN}`, line: inclusion(index).entry });
    }
  });

  it('does not hold for another place, another entry, or another run', () => {
    const proof = inclusion(4);
    expect(verdict({ ...proof, index: 5 })).toBe('proof-mismatch 5');
    expect(verdict({ ...inclusion(3), index: 4, hashes: proof.hashes })).toBe('proof-mismatch 4');
    const anew = makeLog(13, { fields: () => ({ rule: 'nothing-happened' }) });
    const entry = anew.lines[4]?.toString().trimEnd() ?? '';
    expect(verdict({ ...proof, entry, index: 4 })).toBe('proof-mismatch 4');
    const checkpoint = makeLog(13, { run: OTHER_RUN }).checkpoint.toString();
    expect(verdict({ ...proof, checkpoint })).toBe('proof-mismatch 4');
  });

  it('does not hold when the entry is none by itself', () => {
    const proof = inclusion(4);
    const changed = (from: string, to: string): ProofFile => ({
      ...proof,
      entry: proof.entry.replace(from, to),
    });
    expect(verdict(changed('rule-4', 'rule-5'))).toBe('altered 4');
    expect(verdict(changed('{', '{ '))).toBe('not-canonical 4');
    expect(verdict(changed('"v":1', '"v":2'))).toBe('bad-entry 4');
    const entry = 'x'.repeat(1024 * 1024 + 1);
    expect(verdict({ ...proof, index: 4, entry })).toBe('line-too-long 4');
  });
});

describe('a proof that a record continues an earlier one', () => {
  it('holds for every size, and says whether the earlier one was signed', () => {
    for (let entries = 0; entries <= 13; entries++) {
      const result = verifyProof(encodeProof(consistency(entries)), KEYS);
      expect(result).toMatchObject({ ok: true, proves: 'consistency', entries: 13 });
      expect(result).toMatchObject({ earlier: { entries, signed: false } });
    }
    const result = verifyProof(encodeProof(signedEarlier), KEYS);
    expect(result).toMatchObject({ ok: true, earlier: { entries: 5, signed: true } });
  });

  it('does not hold for a record that was made anew in between, or that is shorter', () => {
    const anew = makeLog(5, { fields: () => ({ rule: 'nothing-happened' }) });
    const before = anew.checkpoint.toString();
    expect(verdict({ ...signedEarlier, earlier: before })).toBe('proof-mismatch -');
    const swapped = {
      ...consistency(5),
      checkpoint: EARLIER.checkpoint.toString(),
      earlier: LOG.checkpoint.toString(),
    };
    expect(verdict(swapped)).toBe('proof-mismatch -');
    const other = makeLog(5, { run: OTHER_RUN }).checkpoint.toString();
    expect(verdict({ ...signedEarlier, earlier: other })).toBe('proof-mismatch -');
  });

  it('does not hold when somebody else signed the earlier one', () => {
    const foreign = makeLog(5, { signer: newSigner() }).checkpoint.toString();
    expect(verdict({ ...signedEarlier, earlier: foreign })).toBe('unknown-key -');
    expect(verdict({ ...signedEarlier, earlier: 'none' })).toBe('bad-checkpoint -');
  });
});

describe('any proof', { timeout: 120_000 }, () => {
  it.each([
    ['an entry', inclusion(4)],
    ['an earlier record', signedEarlier],
    ['an earlier root', consistency(5)],
  ])('about %s of which a byte is changed, or that is cut off, is refused', (_, proof) => {
    const whole = encodeProof(proof);
    for (let at = 0; at < whole.length; at++) {
      for (const mask of [0x01, 0x20, 0x80]) {
        const bytes = Buffer.from(whole);
        bytes[at] = (bytes[at] ?? 0) ^ mask;
        if (verdict(bytes).startsWith('ok')) expect.fail(`the change of byte ${at} was accepted`);
      }
      expect(verdict(whole.subarray(0, at))).toBe('bad-proof -');
    }
  });

  it('with a hash too many, too few, or none at all is refused', () => {
    for (const proof of [inclusion(4), signedEarlier]) {
      const { hashes } = proof;
      const [first = ''] = hashes;
      for (const others of [[], hashes.slice(1), hashes.slice(0, -1), [...hashes, first]]) {
        expect(verdict({ ...proof, hashes: others })).toMatch(/^proof-mismatch/);
      }
      const many = Array.from({ length: 129 }, () => first);
      expect(verdict({ ...proof, hashes: many })).toBe('bad-proof -');
    }
  });

  it('by a key that is not trusted is refused; one that was retired is told', () => {
    expect(verdict(inclusion(4), [{ publicKey: newSigner().publicKey }])).toBe('unknown-key -');
    const retired = '2026-11-20T10:00:03.000Z';
    const keys = [{ publicKey: SIGNER.publicKey, retired }];
    const result = verifyProof(encodeProof(inclusion(4)), keys);
    expect(result).toMatchObject({ ok: true, signer: { retired } });
  });

  it('of another format is refused, and the message names it', () => {
    const later = encodeProof(inclusion(4)).toString().replace('rein-proof/1', 'rein-proof/9');
    expect(verdict(Buffer.from(later))).toBe('unknown-format -');
  });
});
