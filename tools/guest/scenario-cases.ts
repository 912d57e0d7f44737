import { PRELUDE, SCENARIOS, type Scenario } from '../../test/scenarios/index.js';
import {
  type Case,
  caseScript,
  fail,
  folderOf,
  type Judgement,
  PASS,
  policyFile,
  workOf,
} from './case.js';
import { textFile } from './cpio.js';
import type { EventLine, Played } from './played.js';

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

function scenarioCase(scenario: Scenario, half: string, script: string): Case {
  const name = `${scenario.id}-${half}`;
  const folder = folderOf(name);
  const work = workOf(name);
  return {
    id: scenario.id,
    half,
    name,
    script,
    files: [
      policyFile(`${work}/rein.yaml`, scenario.policy.replaceAll('$D', work)),
      textFile(`${folder}/script.sh`, `${PRELUDE}\n${script}\n`),
      textFile(`${work}/bin/git`, '#!/bin/bash\necho "REACHED git $*"\n', 0o755),
      ...Object.entries(scenario.files ?? {}).map(([path, content]) =>
        textFile(`${work}/${path}`, content),
      ),
      caseScript(name, 'rein run --engine "$TIER" --events "$P/events" -- bash "$P/script.sh"'),
    ],
    judge: half.startsWith('stopped')
      ? (played) => judgeStopped(scenario, played)
      : (played) => judgePasses(played),
  };
}

/** Every half of every scenario. */
export function scenarioCases(): Case[] {
  return SCENARIOS.flatMap((scenario) =>
    (['stopped', 'passes'] as const).flatMap((half) =>
      scenario[half].map(({ script }, index) => scenarioCase(scenario, `${half}-${index}`, script)),
    ),
  );
}
