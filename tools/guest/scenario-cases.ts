import { type Half, SCENARIOS, type Scenario } from '../../test/scenarios/index.js';
import { type Case, fail, type Judgement, PASS } from './case.js';
import { textFile } from './cpio.js';
import type { EventLine, Played } from './played.js';
import { type Part, runOfParts } from './run-of-parts.js';

const isRefusal = ({ kind, outcome }: EventLine): boolean =>
  kind === 'match' && (outcome === 'blocked' || outcome === 'killed');

function judgeStopped(scenario: Scenario, { events, stdout }: Played): Judgement {
  const rules = events.filter(isRefusal).map(({ rule }) => rule);
  if (!rules.includes(scenario.rule)) return fail(`\`${scenario.rule}\` refused nothing`);
  return stdout.includes('REACHED') ? fail('it went through') : PASS;
}

function judgePasses({ events, stdout }: Played): Judgement {
  const refusal = events.find(isRefusal);
  if (refusal !== undefined) return fail(`\`${refusal.rule}\` refused something`);
  return stdout.includes('REACHED') ? PASS : fail('it did not go through');
}

function partsOf(scenario: Scenario): Part[] {
  const { id } = scenario;
  const part = (half: string, { script }: Half, judge: Part['judge']): Part => ({
    ...{ id, half, script, judge },
  });
  return [
    ...scenario.stopped.map((half, index) =>
      part(`stopped-${index}`, half, (played) => judgeStopped(scenario, played)),
    ),
    ...scenario.passes.map((half, index) => part(`passes-${index}`, half, judgePasses)),
  ];
}

/** Gates belong to the run: what one half has opened would be open for the next. */
const hasGate = ({ policy }: Scenario): boolean => / after /.test(policy);

function scenarioCase(scenario: Scenario, name: string, parts: readonly Part[]): Case {
  return runOfParts({
    name,
    policy: scenario.policy,
    parts,
    filesIn: (scratch) => [
      textFile(`${scratch}/bin/git`, '#!/bin/bash\necho "REACHED git $*"\n', 0o755),
      ...Object.entries(scenario.files ?? {}).map(([path, content]) =>
        textFile(`${scratch}/${path}`, content),
      ),
    ],
  });
}

/** Every half of every scenario. */
export function scenarioCases(): Case[] {
  return SCENARIOS.flatMap((scenario) => {
    const parts = partsOf(scenario);
    return hasGate(scenario)
      ? parts.map((part) => scenarioCase(scenario, `${scenario.id}-${part.half}`, [part]))
      : [scenarioCase(scenario, scenario.id, parts)];
  });
}
