import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeProof, PROOF_FORMAT, type ProofFile } from '../../src/bundle/proof-file.js';
import { entryLeafHash } from '../../src/merkle/hash.js';
import { MerkleTree } from '../../src/merkle/tree.js';
import { verifyBundle } from '../../src/verify/verify-bundle.js';
import { verifyProof } from '../../src/verify/verify-proof.js';
import { inWords, makeBundle, makePolicyLog } from '../support/bundle.js';
import { makeLog, newSigner, OTHER_RUN, SIGNER } from '../support/log.js';
import { tempDir } from '../support/temp.js';

const SCRIPT = fileURLToPath(new URL('./bundle.py', import.meta.url));
const RUNS = process.env.REIN_TEST_FULL === undefined ? 150 : 2000;

/** What the script says of files. */
function theirs(files: readonly Buffer[], ending: string, retired?: string): Promise<string[]> {
  const dir = tempDir();
  const paths = files.map((bytes, index) => {
    const path = join(dir, `${index}.${ending}`);
    writeFileSync(path, bytes);
    return path;
  });
  const key = Buffer.from(SIGNER.publicKey).toString('base64');
  const args = ['--key', retired === undefined ? key : `${key},${retired}`, ...paths];
  return new Promise((resolve, reject) => {
    execFile('python3', [SCRIPT, ...args], (_, stdout, stderr) => {
      if (stderr === '') resolve(stdout.trimEnd().split('\n'));
      else reject(new Error(stderr));
    });
  });
}

async function expectSameOfBundles(files: readonly Buffer[], retired?: string): Promise<string[]> {
  const keys = [{ publicKey: SIGNER.publicKey, ...(retired === undefined ? {} : { retired }) }];
  const results = await Promise.all(files.map((file) => verifyBundle([file], { keys })));
  const ours = results.map(inWords);
  expect(await theirs(files, 'bundle', retired)).toEqual(ours);
  return ours;
}

async function expectSameOfProofs(files: readonly Buffer[]): Promise<string[]> {
  const ours = files.map((file) => {
    const result = verifyProof(file, [{ publicKey: SIGNER.publicKey }]);
    const { name, seq } = result.ok ? { name: 'ok', seq: result.entries } : result.finding;
    return `${name} ${seq ?? '-'}`;
  });
  expect(await theirs(files, 'proof')).toEqual(ours);
  return ours;
}

/** Random edits of a file. */
function edits(whole: Buffer): Buffer[] {
  const edit = fc.record({
    at: fc.nat(),
    byte: fc.oneof(fc.nat(255), fc.constantFrom(...Buffer.from('"\\{}[]:,0123456789+=/\n '))),
    how: fc.constantFrom('change', 'insert', 'remove', 'cut'),
  });
  return fc.sample(edit, { numRuns: RUNS, seed: 5 }).map(({ at, byte, how }) => {
    const index = at % whole.length;
    const before = whole.subarray(0, index);
    if (how === 'cut') return before;
    const after = whole.subarray(how === 'insert' ? index : index + 1);
    return Buffer.concat([before, how === 'remove' ? Buffer.alloc(0) : Buffer.of(byte), after]);
  });
}

const LOG = makePolicyLog(6);

describe('a verifier of bundles written from the documentation, in another language,', () => {
  it('accepts what this one accepts', async () => {
    const logs = [0, 1, 2, 7, 8].map((count) => makeBundle(makeLog(count), { policy: null }));
    const verdicts = await expectSameOfBundles([makeBundle(LOG), ...logs]);
    expect(verdicts).toEqual(['ok 6', 'ok 0', 'ok 1', 'ok 2', 'ok 7', 'ok 8']);
  }, 60_000);

  it('finds the same in bundles that were tampered with', async () => {
    const text = makeBundle(LOG).toString();
    const other = makePolicyLog(6, { run: OTHER_RUN });
    const [a, b, c, d, e, f] = LOG.lines;
    const lines = (...parts: (Buffer | undefined)[]): Buffer =>
      makeBundle(
        LOG,
        {},
        parts.filter((part) => part !== undefined),
      );
    const verdicts = await expectSameOfBundles([
      lines(a, b, d, e, f),
      lines(a, c, b, d, e, f),
      lines(a, b, b, c, d, e, f),
      lines(a, b, other.lines[2], d, e, f),
      lines(a, b, c, d, e),
      lines(a, b, c, d, e, f, Buffer.from('{')),
      makeBundle(LOG, { checkpoint: other.checkpoint.toString() }),
      makeBundle(LOG, { checkpoint: other.checkpoint.toString(), keys: [] }),
      makeBundle(LOG, { checkpoint: makePolicyLog(3).checkpoint.toString() }),
      makeBundle(LOG, { policy: 'version: 1' }),
      makeBundle(LOG, { keys: ['x'] }),
      makeBundle(makePolicyLog(6, { signer: newSigner() }), { keys: [] }),
      makeBundle(makeLog(3)),
      Buffer.from(text.replace('rein-bundle/1', 'rein-bundle/2')),
      Buffer.from(text.replace('{"', '{"a":1,"')),
      Buffer.from('{}\n'),
      Buffer.alloc(0),
    ]);
    expect(new Set(verdicts.map((verdict) => verdict.split(' ')[0])).size).toBeGreaterThan(8);
  }, 60_000);

  it('judges a retired key the same', async () => {
    for (const retired of ['2026-11-20T10:00:03.000Z', '2026-11-20T09:59:59.999Z']) {
      await expectSameOfBundles([makeBundle(LOG)], retired);
    }
  }, 60_000);

  it('finds the same after random edits', async () => {
    const verdicts = await expectSameOfBundles(edits(makeBundle(LOG)));
    expect(verdicts.filter((verdict) => verdict.startsWith('ok')).length).toBeLessThan(RUNS / 10);
  }, 600_000);
});

describe('a verifier of proofs written from the documentation, in another language,', () => {
  const size = 13;
  const log = makeLog(size);
  const tree = new MerkleTree();
  for (const { hash } of log.entries) tree.add(entryLeafHash(hash));
  const common = { format: PROOF_FORMAT, checkpoint: log.checkpoint.toString() } as const;
  const inclusion = (index: number): ProofFile => ({
    ...{ ...common, index, hashes: tree.inclusionProof(index) },
    entry: log.lines[index]?.toString().trimEnd() ?? '',
  });
  const consistency = (entries: number): ProofFile => ({
    ...{ ...common, hashes: tree.consistencyProof(entries) },
    earlier: { entries, root: tree.root(entries) },
  });

  it('accepts what this one accepts, for every entry and every size', async () => {
    const proofs = Array.from({ length: size }, (_, index) => inclusion(index));
    const sizes = Array.from({ length: size + 1 }, (_, entries) => consistency(entries));
    const signed = { ...consistency(5), earlier: makeLog(5).checkpoint.toString() };
    const verdicts = await expectSameOfProofs([...proofs, ...sizes, signed].map(encodeProof));
    expect(new Set(verdicts)).toEqual(new Set([`ok ${size}`]));
  }, 60_000);

  it('finds the same in proofs that were tampered with, and after random edits', async () => {
    const [proof, since] = [inclusion(4), consistency(5)];
    const other = makeLog(5, { run: OTHER_RUN }).checkpoint.toString();
    const changed = [
      { ...inclusion(3), index: 4 },
      { ...proof, hashes: proof.hashes.slice(1) },
      { ...since, hashes: [...since.hashes, ...since.hashes] },
      { ...since, hashes: [] },
      { ...since, earlier: { entries: 6, root: tree.root(5) } },
      { ...since, earlier: { entries: 99, root: tree.root(5) } },
      { ...since, earlier: other },
      { ...proof, checkpoint: other },
    ] as const;
    const random = [proof, since].flatMap((one) => edits(encodeProof(one)));
    await expectSameOfProofs([...changed.map(encodeProof), ...random]);
  }, 600_000);
});
