import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { run } from '../rein.js';
import { createPlace, jsonLines, type Place, policy } from './place.js';

const POLICY = policy('rule r:\n  block write "late*"\n  because "x"');
const VERIFIER = fileURLToPath(
  new URL('../../../ledger/test/independent/bundle.py', import.meta.url),
);

async function recorded(): Promise<Place> {
  const place = createPlace({ 'rein.yaml': POLICY });
  await place.rein(['run', '--', 'sh', '-c', 'echo x > late1; echo x > late2; echo x > fine']);
  return place;
}

/** Another machine: no state directory, only the files that were handed over. */
function elsewhere(place: Place, names: readonly string[]): Place {
  const other = createPlace();
  for (const name of names) writeFileSync(other.at(name), readFileSync(place.at(name)));
  return other;
}

async function exported(place: Place): Promise<Place> {
  await place.rein(['audit', 'export', 'last', '-o', 'run.bundle']);
  place.write('keys.json', (await place.rein(['audit', 'keys', '--json'])).stdout);
  return elsewhere(place, ['run.bundle', 'keys.json']);
}

it('AU8: a bundle verifies on another machine, by Rein and by a verifier of another make', async () => {
  const place = await recorded();
  const other = await exported(place);
  const { code, stdout } = await other.rein([
    'audit',
    'verify',
    'run.bundle',
    '--key',
    'keys.json',
  ]);
  expect([code, stdout]).toEqual([
    0,
    expect.stringMatching(
      /^ok bundle of run \w{6}: \d+ entries, \d+ signed, sealed, with the policy/,
    ),
  ]);
  const [{ public: key }] = JSON.parse(readFileSync(other.at('keys.json'), 'utf8')).keys;
  const byKey = await other.rein(['audit', 'verify', 'run.bundle', '--key', key, '--json']);
  const verdict = JSON.parse(byKey.stdout);
  expect(verdict).toMatchObject({ ok: true, sealed: true, policy: POLICY });
  const independent = await run('python3', [VERIFIER, '--key', key, other.at('run.bundle')]);
  expect(independent.stdout).toBe(`ok ${verdict.entries}\n`);
  expect(readdirSync(join(other.state, '..', '..')).includes('state')).toBe(false);
});

it('AU8: the same record gives the same bundle, also on standard output', async () => {
  const place = await recorded();
  await place.rein(['audit', 'export', '-o', 'a']);
  await place.rein(['audit', 'keys', '--rotate']);
  await place.rein(['audit', 'export', '-o', 'b']);
  const whole = readFileSync(place.at('a'), 'utf8');
  expect(readFileSync(place.at('b'), 'utf8')).toBe(whole);
  expect((await place.rein(['audit', 'export'])).stdout).toBe(whole);
  const again = await place.rein(['audit', 'export', '-o', 'a']);
  expect([again.code, again.stderr]).toEqual([1, expect.stringContaining('CLI040')]);
});

it('AU8: an edited bundle fails at the entry that was edited', async () => {
  const place = await recorded();
  const other = await exported(place);
  const lines = readFileSync(other.at('run.bundle'), 'utf8').split('\n');
  other.write('edited', lines.with(4, (lines[4] ?? '').replace('blocked', 'allowed')).join('\n'));
  const edited = await other.rein(['audit', 'verify', 'edited', '--key', 'keys.json', '--json']);
  expect(edited.code).toBe(1);
  expect(JSON.parse(edited.stdout)).toMatchObject({ ok: false, finding: { seq: 3 }, sound: 3 });
  other.write('cut', lines.slice(0, 5).join('\n').concat('\n'));
  const cut = await other.rein(['audit', 'verify', 'cut', '--key', 'keys.json']);
  expect([cut.code, cut.stdout]).toEqual([1, expect.stringContaining('ends before entry 4')]);
});

it('AU12: a bundle is believed with the right key only, and never without one', async () => {
  const place = await recorded();
  const other = await exported(place);
  const none = await other.rein(['audit', 'verify', 'run.bundle']);
  expect([none.code, none.stderr]).toEqual([2, expect.stringContaining('CLI071')]);
  other.write('own.json', (await other.rein(['audit', 'keys', '--json'])).stdout);
  const wrong = await other.rein(['audit', 'verify', 'run.bundle', '--key', 'own.json']);
  expect([wrong.code, wrong.stdout]).toEqual([1, expect.stringContaining('no trusted key')]);
  const folder = await other.rein(['audit', 'verify', 'run.bundle', '--key', '.']);
  expect([folder.code, folder.stderr]).toEqual([4, expect.stringContaining('CLI070')]);
  const bad = await other.rein(['audit', 'verify', 'run.bundle', '--key', 'nonsense']);
  expect([bad.code, bad.stderr]).toEqual([4, expect.stringContaining('there is no such file')]);
  const text = await other.rein(['audit', 'verify', 'run.bundle', '--key', 'run.bundle']);
  expect([text.code, text.stderr]).toEqual([1, expect.stringContaining('LED032')]);
});

it('AU12: a key that was rotated out is shown, holds for its runs and for no later one', async () => {
  const place = await recorded();
  const before = await exported(place);
  await place.rein(['audit', 'keys', '--rotate']);
  const { stdout } = await place.rein(['audit', 'keys']);
  expect(stdout).toMatch(/UTC {2}\d{4}-.*UTC\n.* {2}in use\n$/);
  expect((await place.rein(['audit', 'verify', 'last'])).code).toBe(0);
  const after = await exported(place);
  const both = ['audit', 'verify', before.at('run.bundle'), '--key', after.at('keys.json')];
  expect((await after.rein(both)).code).toBe(0);
  await place.rein(['run', '--', 'true']);
  const newer = await place.rein(['audit', 'export', '-o', 'newer']);
  expect(newer.code).toBe(0);
  const old = ['audit', 'verify', place.at('newer'), '--key', before.at('keys.json')];
  expect((await place.rein(old)).stdout).toContain('no trusted key');
});

it('proves an entry, and that a record continues a checkpoint that was kept', async () => {
  const place = await recorded();
  place.write('kept', (await place.rein(['audit', 'checkpoint'])).stdout);
  await exported(place);
  await place.rein(['audit', 'proof', '--entry', '2', '-o', 'entry']);
  await place.rein(['audit', 'proof', '--from', 'kept', '-o', 'since']);
  const other = elsewhere(place, ['entry', 'since', 'kept', 'run.bundle', 'keys.json']);
  const check = (...args: string[]) =>
    other.rein(['audit', 'verify', ...args, '--key', 'keys.json']);
  expect((await check('entry')).stdout).toMatch(/^ok proof: entry 2 .*\n.*\n.*late1\n$/);
  expect((await check('since')).stdout).toContain('continues the signed checkpoint of');
  expect((await check('run.bundle', '--kept', 'kept')).code).toBe(0);
  other.write('entry', readFileSync(other.at('entry'), 'utf8').replace('late1', 'late3'));
  expect((await check('entry')).stdout).toContain('entry 2 does not have the hash it states');
  const far = await place.rein(['audit', 'proof', '--entry', '99']);
  expect([far.code, far.stderr]).toEqual([1, expect.stringContaining('LED031')]);
  const kept = await place.rein(['audit', 'verify', 'last', '--kept', 'kept']);
  expect(kept.code).toBe(0);
  await place.rein(['run', '--', 'true']);
  const another = await place.rein(['audit', 'verify', 'last', '--kept', 'kept']);
  expect([another.code, another.stdout]).toEqual([1, expect.stringContaining('LED0')]);
});

it('AU5: lists entries by each filter, and by several', async () => {
  const place = await recorded();
  await place.rein(['run', '--', 'sh', '-c', 'echo x > late9']);
  const list = async (...args: string[]) =>
    jsonLines((await place.rein(['audit', 'events', ...args, '--json'])).stdout);
  const all = await list('--all');
  expect(new Set(all.map(({ run: id }) => id)).size).toBe(2);
  const matches = await list('--all', '--kind', 'match');
  expect(matches.map(({ target }) => target)).toEqual(['late1', 'late2', 'late9'].map(place.at));
  expect(await list('--all', '--rule', 'r')).toEqual(matches);
  expect(await list('--all', '--effect', 'block', '--outcome', 'blocked')).toEqual(matches);
  expect(await list('--all', '--effect', 'kill')).toEqual([]);
  expect(await list('--all', '--label', 'AGENT')).toEqual(matches);
  expect(await list('--all', '--path', 'late[12]')).toEqual(matches.slice(0, 2));
  expect(await list('--all', '--path', './late9')).toEqual(matches.slice(2));
  expect(await list('--all', '--since', '1h')).toEqual(all);
  expect(await list('--all', '--until', '1h')).toEqual([]);
  expect(await list('--all', '--since', String(matches[2]?.time), '--rule', 'r')).toEqual(
    matches.slice(2),
  );
  const wrong = await place.rein(['audit', 'events', '--since', 'yesterday']);
  expect([wrong.code, wrong.stderr]).toEqual([2, expect.stringContaining('`10m`')]);
  const typo = await place.rein(['audit', 'events', '--kind', 'mtach']);
  expect([typo.code, typo.stderr]).toEqual([2, expect.stringContaining('match, hold, guard')]);
  const none = await place.rein(['audit', 'events', '--kind', 'token-created']);
  expect([none.code, none.stdout, none.stderr]).toEqual([
    ...[0, '', 'no entry of the record is like that\n'],
  ]);
  const words = await place.rein(['audit', 'events', '--kind', 'match']);
  expect(words.stdout).toMatch(/match +blocked by r: write .*late9\n$/);
});

it('AU7: finds entries by any text in them', async () => {
  const place = await recorded();
  const { stdout } = await place.rein(['audit', 'events', '--text', 'late2"', '--json']);
  expect(jsonLines(stdout).map(({ target }) => target)).toEqual([place.at('late2')]);
});

it('AU9: mirrors a run as an object under the hash of its bytes, once', async () => {
  const place = await recorded();
  const first = await place.rein(['audit', 'export', '--object-dir', 'mirror']);
  expect(first.code).toBe(0);
  const object = place.at(first.stdout.trim());
  const bytes = readFileSync(object);
  const digest = createHash('sha256').update(bytes).digest('hex');
  expect(object).toBe(place.at(`mirror/objects/${digest.slice(0, 2)}/${digest}`));
  expect((await place.rein(['audit', 'export'])).stdout).toBe(bytes.toString());
  const [run = ''] = readdirSync(place.at('mirror/runs'));
  expect(readFileSync(place.at(`mirror/runs/${run}`), 'utf8')).toBe(`${digest}\n`);
  const again = await place.rein(['audit', 'export', '--object-dir', 'mirror']);
  expect([again.code, again.stdout]).toEqual([0, first.stdout]);
});

it('fsck lists all that is wrong, names the first, and leaves every byte as it was', async () => {
  const place = await recorded();
  const whole = await place.rein(['audit', 'fsck']);
  expect([whole.code, whole.stdout]).toEqual([
    0,
    expect.stringMatching(/^ok run \w{6}: \d+ entries/),
  ]);
  const runs = join(place.state, 'runs');
  const log = join(runs, readdirSync(runs)[0] ?? '', 'log.jsonl');
  const damaged = readFileSync(log, 'utf8')
    .replace('/late1"', '/lateX"')
    .replace('/late2"', '/lateX"');
  writeFileSync(log, damaged);
  const { code, stdout } = await place.rein(['audit', 'fsck']);
  expect(code).toBe(1);
  expect(stdout).toMatch(/^damaged run \w{6}: .*problems?, the first at entry 2\n/);
  expect(stdout).toContain('nothing was changed');
  const { problems } = JSON.parse((await place.rein(['audit', 'fsck', '--json'])).stdout);
  const altered = problems.filter(({ id }: { id: string }) => id === 'LED054');
  expect(altered.map(({ seq }: { seq: number }) => seq)).toEqual([2, 3]);
  expect(readFileSync(log, 'utf8')).toBe(damaged);
  const refused = await place.rein(['audit', 'export']);
  expect([refused.code, refused.stdout]).toEqual([1, '']);
  expect(refused.stderr).toContain('LED023');
});
