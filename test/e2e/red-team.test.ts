import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { limitsOf } from '@rein/enforce';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildPrograms } from '../red-team/programs.js';
import { ATTACKS, type Attack, type Way } from '../red-team/ways.js';
import { PRELUDE } from '../scenarios/index.js';
import { type Result, rein } from './rein.js';

let programs = '';
beforeAll(() => {
  programs = buildPrograms();
});
afterAll(() => rmSync(programs, { recursive: true, force: true }));

/** Plays one way under its policy, in a folder of its own. */
async function play(attack: Attack, script: string): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), 'rein-R-'));
  const work = join(folder, 'D');
  mkdirSync(join(work, 'bin'), { recursive: true });
  for (const name of ['forbidden', 'tool']) copyFileSync('/bin/echo', join(work, 'bin', name));
  for (const [path, text] of Object.entries(attack.files)) writeFileSync(join(work, path), text);
  const rules = attack.policy.replaceAll('$D', work).trimEnd().split('\n');
  writeFileSync(
    join(work, 'rein.yaml'),
    `version: 1\npolicy: |\n${rules.map((l) => `  ${l}`).join('\n')}\n`,
  );
  writeFileSync(join(folder, 'script.sh'), `${PRELUDE}\n${script}\n`);
  try {
    return await rein(['run', '--engine', 'supervisor', '--', 'bash', join(folder, 'script.sh')], {
      cwd: work,
      env: {
        D: work,
        P: programs,
        OUTSIDE: String(process.pid),
        XDG_STATE_HOME: join(folder, 'state'),
      },
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const limits = limitsOf('supervisor').map(({ id }) => id);
const isOpen = ({ limit }: Way): boolean => limit !== undefined && limits.includes(limit);
const isHeld = (way: Way): boolean => way.harmless !== true && !isOpen(way);

for (const attack of ATTACKS) {
  describe(attack.title, () => {
    it.each(attack.ways.filter(isHeld))('$id held: $way', async (way) => {
      const { stdout } = await play(attack, way.script);
      expect(stdout).not.toContain('REACHED');
    });
    it.each(attack.ways.filter((way) => way.harmless))('$id passes: $way', async (way) => {
      const { stdout } = await play(attack, way.script);
      expect(stdout).toContain('REACHED');
    });
    it.each(attack.ways.filter(isOpen))('$id open: $way', async (way) => {
      const { stdout } = await play(attack, way.script);
      expect(stdout).toContain('REACHED');
    });
  });
}
