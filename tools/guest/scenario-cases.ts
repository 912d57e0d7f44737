import { PRELUDE, SCENARIOS, type Scenario } from '../../test/scenarios/index.js';
import { type Case, folderOf } from './case.js';
import { compile } from './compile.js';
import { textFile } from './cpio.js';
import type { EventLine, Played } from './played.js';

const isRefusal = ({ kind, outcome }: EventLine): boolean =>
  kind === 'match' && (outcome === 'blocked' || outcome === 'killed');

function judgeStopped(scenario: Scenario, { events, stdout }: Played): string | undefined {
  const rules = events.filter(isRefusal).map(({ rule }) => rule);
  if (!rules.includes(scenario.rule)) return `\`${scenario.rule}\` refused nothing`;
  return stdout.includes('REACHED') ? 'it went through' : undefined;
}

function judgePasses({ events, stdout }: Played): string | undefined {
  const refusal = events.find(isRefusal);
  if (refusal !== undefined) return `\`${refusal.rule}\` refused something`;
  return stdout.includes('REACHED') ? undefined : 'it did not go through';
}

function scenarioCase(scenario: Scenario, half: string, script: string): Case {
  const name = `${scenario.id}-${half}`;
  const folder = folderOf(name);
  const work = `${folder}/D`;
  return {
    id: scenario.id,
    half,
    name,
    script,
    files: [
      {
        path: `${folder}/policy.img`,
        mode: 0o644,
        content: compile(scenario.policy.replaceAll('$D', work), work),
      },
      textFile(`${folder}/script.sh`, `${PRELUDE}\n${script}\n`),
      textFile(`${work}/bin/git`, '#!/bin/bash\necho "REACHED git $*"\n', 0o755),
      ...Object.entries(scenario.files ?? {}).map(([path, content]) =>
        textFile(`${work}/${path}`, content),
      ),
    ],
    command: `rein-hooks run ${folder}/policy.img --events ${folder}/events -- bash ${folder}/script.sh`,
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
