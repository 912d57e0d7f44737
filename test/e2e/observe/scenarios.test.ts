/** The scenarios under `rein run --engine observe`: what it holds, and what it only sees. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { enforcementOfClauses } from '@rein/govern';
import { check, parsePolicyFile } from '@rein/language';
import { describe, expect, it } from 'vitest';
import { type Half, PRELUDE, prepare, SCENARIOS, type Scenario } from '../../scenarios/index.js';
import { type Line, readEvents, rein } from '../rein.js';
import { onObserve } from './here.js';
import { enforceable, ROWS } from './rows.js';

/** Runs one half of a scenario; what it said, and what was seen. */
async function play(scenario: Scenario, policy: string, script: string) {
  const folder = mkdtempSync(join(tmpdir(), `rein-observe-${scenario.id}-`));
  try {
    const work = join(folder, 'D');
    const file = prepare({ ...scenario, policy }, work).policy;
    writeFileSync(join(folder, 'script.sh'), `${PRELUDE}\n${script}\n`);
    const events = join(folder, 'events.jsonl');
    const result = await rein(
      [
        ...['run', '--engine', 'observe', '--policy', file, '--events', events],
        ...['--', 'bash', join(folder, 'script.sh')],
      ],
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

/** Every script of a half in a full run; else the first, since the supervisor's tests play them all. */
const some = (halves: readonly Half[]): readonly Half[] =>
  process.env.REIN_TEST_FULL === undefined ? halves.slice(0, 1) : halves;

const refused = (line: Line): boolean =>
  line.kind === 'match' && (line.outcome === 'blocked' || line.outcome === 'killed');

/** Whether the table of the tier says that every clause of a policy is enforced. */
function isEnforced(policy: string): boolean {
  const { program } = check(parsePolicyFile(Buffer.from(fileOf(policy))));
  if (program === null) throw new Error('the policy of a scenario cannot be used');
  return enforcementOfClauses(program, 'observe').every(({ when }) => when !== 'none');
}

function fileOf(policy: string): string {
  const lines = policy.replaceAll('$D', '/D').trimEnd().split('\n');
  return `version: 1\npolicy: |\n${lines.map((line) => `  ${line}`).join('\n')}\n`;
}

describe('every scenario has a row, and the rows say what `rein check` says', () => {
  it.each(SCENARIOS)('$id', ({ id, policy }) => {
    expect(isEnforced(policy)).toBe(ROWS[id] === 'held');
    expect(isEnforced(enforceable(policy))).toBe(true);
  });
});

onObserve('what the observe tier holds', () => {
  const held = SCENARIOS.filter(({ id }) => ROWS[id] !== 'late');
  for (const scenario of held) {
    const policy = enforceable(scenario.policy);
    it.each(some(scenario.stopped))(`${scenario.id} stops $script`, async ({ script }) => {
      const { stdout, lines } = await play(scenario, policy, script);
      expect(lines.filter(refused).map(({ rule }) => rule)).toContain(scenario.rule);
      expect(stdout).not.toContain('REACHED');
    });
    it.each(some(scenario.passes))(`${scenario.id} passes $script`, async ({ script }) => {
      const { stdout, lines } = await play(scenario, policy, script);
      expect(lines.filter(refused)).toEqual([]);
      expect(stdout).toContain('REACHED');
    });
  }
});

onObserve('what the observe tier sees when it has happened', () => {
  const late = SCENARIOS.filter(({ id }) => ROWS[id] === 'late');
  for (const scenario of late) {
    it(`${scenario.id} is not run as written`, async () => {
      const { code, stderr } = await play(scenario, scenario.policy, 'echo ran');
      expect(code).toBe(3);
      expect(stderr).toContain('too late to block');
    });
    it.each(some(scenario.stopped))(
      `${scenario.id} kills whoever did $script`,
      async ({ script }) => {
        const { lines } = await play(scenario, enforceable(scenario.policy), script);
        const kills = lines.filter(refused);
        expect(kills.map(({ rule }) => rule)).toContain(scenario.rule);
      },
    );
    it.each(some(scenario.passes))(`${scenario.id} passes $script`, async ({ script }) => {
      const { stdout, lines } = await play(scenario, enforceable(scenario.policy), script);
      expect(lines.filter(refused)).toEqual([]);
      expect(stdout).toContain('REACHED');
    });
  }
});
