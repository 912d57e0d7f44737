import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createPlace, type Place, policy } from './place.js';

const POLICY = policy('rule r:\n  block write "late*"\n  because "x"');

/** A project with one run of a few entries on record, and the path of its log. */
async function recorded(): Promise<{ place: Place; log: string }> {
  const place = createPlace({ 'rein.yaml': POLICY });
  await place.rein(['run', '--', 'sh', '-c', 'echo x > late1; echo x > late2; echo x > late3']);
  const runs = join(place.state, 'runs');
  return { place, log: join(runs, readdirSync(runs)[0] ?? '', 'log.jsonl') };
}

const linesOf = (log: string) => readFileSync(log, 'utf8').trimEnd().split('\n');

describe('AU4: rein audit verify', () => {
  it('is content with a record that is whole', async () => {
    const { place } = await recorded();
    const { code, stdout } = await place.rein(['audit', 'verify', 'last']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^ok run \w{6}: 8 entries, 8 signed, sealed\n/);
    const json = await place.rein(['audit', 'verify', '--json']);
    expect(JSON.parse(json.stdout)).toMatchObject({ ok: true, entries: 8, sealed: true });
  });

  it.each([
    ['a flipped byte', (lines: string[]) => lines.with(3, flip(lines[3] ?? '')), 3],
    ['a removed line', (lines: string[]) => lines.toSpliced(3, 1), 3],
    ['a cut tail', (lines: string[]) => lines.slice(0, 5), 5],
    ['a swapped pair', (lines: string[]) => swap(lines, 3), 3],
  ])('names the first bad entry after %s', async (_, change, bad) => {
    const { place, log } = await recorded();
    writeFileSync(log, `${change(linesOf(log)).join('\n')}\n`);
    const { code, stdout } = await place.rein(['audit', 'verify', 'last']);
    expect(code).toBe(1);
    expect(stdout).toMatch(/^broken run \w{6}: /);
    const json = await place.rein(['audit', 'verify', '--json']);
    expect(json.code).toBe(1);
    expect(JSON.parse(json.stdout)).toMatchObject({ ok: false, finding: { seq: bad }, sound: bad });
  });

  it('does not take a log without its head for a whole one', async () => {
    const { place, log } = await recorded();
    writeFileSync(log, `${linesOf(log).slice(0, 5).join('\n')}\n`);
    for (const name of ['head.json', 'checkpoint']) rmSync(join(log, '..', name));
    expect((await place.rein(['audit', 'verify'])).code).toBe(1);
  });

  it('is no guess: without such a run it says so', async () => {
    const { code, stderr } = await createPlace().rein(['audit', 'verify', 'last']);
    expect(code).toBe(4);
    expect(stderr).toContain('there is no run `last`');
  });

  it('lets replay show what is good, and say that the rest is not', async () => {
    const { place, log } = await recorded();
    const lines = linesOf(log);
    writeFileSync(log, `${lines.with(4, flip(lines[4] ?? '')).join('\n')}\n`);
    const { code, stdout, stderr } = await place.rein(['replay']);
    expect(code).toBe(1);
    expect(stdout).toContain('late1  in ');
    expect(stdout).not.toContain('late3  in ');
    expect(stderr).toContain('the record is damaged');
  });
});

function flip(line: string): string {
  const at = line.indexOf('blocked');
  return `${line.slice(0, at)}B${line.slice(at + 1)}`;
}

function swap(lines: readonly string[], at: number): string[] {
  return lines.toSpliced(at, 2, lines[at + 1] ?? '', lines[at] ?? '');
}
