import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { run } from '../rein.js';
import { type Afternoon, playAfternoon } from './afternoon.js';
import { installRein } from './installed.js';
import { createStage, type Stage } from './stage.js';
import { expectAfternoon } from './steps.js';

const HERE = (stage: Stage) => ['--ask', 'wait=100s', '--', 'bash', stage.agent, stage.outside];

let stage: Stage;
let folder: string;
let afternoon: Afternoon;

beforeAll(async () => {
  const installed = await installRein();
  folder = installed.folder;
  stage = await createStage(installed.rein);
  const init = await stage.rein(['init', '--template', 'quickstart', '--with-claude']);
  expect(init.code, init.stderr).toBe(0);
  afternoon = await playAfternoon(stage, HERE(stage));
}, 180_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the acceptance scenario, without the daemon', () => {
  it('1: is installed from a tarball, and `rein doctor` finds nothing amiss', async () => {
    const { code, stdout } = await stage.rein(['doctor']);
    expect([code, stdout]).toEqual([0, expect.stringContaining('ready to run')]);
    expect(stdout).toContain(join(folder, 'prefix'));
  });

  it('2: the quickstart policy has a rule for each thing that is tried', () => {
    const text = readFileSync(stage.at('rein.yaml'), 'utf8');
    for (const rule of ['no-git-branch', 'test-before-commit', 'ask-before-push']) {
      expect(text).toContain(`rule ${rule}:`);
    }
    for (const rule of ['env-stays-unread', 'stay-in-the-project', 'sources-change']) {
      expect(text).toContain(`rule ${rule}:`);
    }
  });

  it('3: `rein check --strict` passes, and names what a name cannot say', async () => {
    const { code, stdout } = await stage.rein(['check', '--strict', '--explain']);
    expect(code).toBe(0);
    expect(stdout).toContain('a copy under another name');
  });

  expectAfternoon(() => afternoon);

  it('6: two runs at once do not meet, and a shell outside is free', async () => {
    const both = await Promise.all([createStage(), createStage()]);
    for (const one of both) await one.rein(['init', '--template', 'quickstart', '--with-claude']);
    const free = run('git', ['branch', 'free'], { cwd: both[0].project });
    const results = await Promise.all(both.map((one) => playAfternoon(one, HERE(one))));
    expect((await free).code).toBe(0);
    for (const [index, { stage: one, steps, answered, log }] of results.entries()) {
      expect([...steps.keys()]).toEqual([...'abcdefgh']);
      expect(answered.map(({ by }) => by)).toEqual(['approve', 'deny']);
      const other = both[1 - index]?.project ?? '-';
      expect(JSON.stringify(log)).not.toContain(other);
      expect(log.filter(({ outcome }) => outcome === 'approved')).toHaveLength(1);
      expect((await one.rein(['audit', 'verify'])).code).toBe(0);
    }
  }, 180_000);
});
