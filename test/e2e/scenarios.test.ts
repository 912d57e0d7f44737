import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { PRELUDE, prepare, SCENARIOS, type Scenario } from '../scenarios/index.js';
import { type Line, readEvents, rein } from './rein.js';

/** Runs one half of a scenario under rein; what it said, and what was refused. */
async function play(scenario: Scenario, script: string) {
  const folder = mkdtempSync(join(tmpdir(), `rein-${scenario.id}-`));
  try {
    const work = join(folder, 'D');
    const { policy } = prepare(scenario, work);
    writeFileSync(join(folder, 'script.sh'), `${PRELUDE}\n${script}\n`);
    const events = join(folder, 'events.jsonl');
    const result = await rein(
      ['run', '--policy', policy, '--events', events, '--', 'bash', join(folder, 'script.sh')],
      {
        cwd: work,
        env: {
          D: work,
          PATH: `${work}/bin:${process.env.PATH}`,
          XDG_STATE_HOME: join(folder, 'state'),
        },
      },
    );
    return { ...result, lines: readEvents(events) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const refused = (line: Line): boolean =>
  line.kind === 'match' && (line.outcome === 'blocked' || line.outcome === 'killed');

for (const scenario of SCENARIOS) {
  describe(`${scenario.id}: ${scenario.says}`, () => {
    it.each(scenario.stopped)('stops $script', async ({ script }) => {
      const { stdout, stderr, lines } = await play(scenario, script);
      expect(lines.filter(refused).map((line) => line.rule)).toContain(scenario.rule);
      expect(stdout).not.toContain('REACHED');
      // The scripts that keep or lose the refused command's own stderr cannot show the reason.
      if (!/2>|tryconnect/.test(script)) expect(stderr).toContain(`rule: ${scenario.rule}`);
    });
    it.each(scenario.passes)('passes $script', async ({ script }) => {
      const { stdout, lines } = await play(scenario, script);
      expect(lines.filter(refused)).toEqual([]);
      expect(stdout).toContain('REACHED');
    });
  });
}
