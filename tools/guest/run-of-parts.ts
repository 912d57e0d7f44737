import type { Tier } from '@rein/contract';
import { PRELUDE } from '../../test/scenarios/index.js';
import {
  type Case,
  caseScript,
  folderOf,
  type Judgement,
  NOT_PLAYED,
  policyFile,
  workOf,
} from './case.js';
import { type CpioEntry, textFile } from './cpio.js';
import type { Played } from './played.js';

/** Something that is played in a run, alone or after others: a half of a scenario, a way around. */
export interface Part {
  readonly id: string;
  readonly half: string;
  /** Bash, in a scratch folder of its own, `$D`. */
  readonly script: string;
  judge: (played: Played, tier: Tier) => Judgement;
}

export interface PartsRun {
  /** Unique; also the name of its folder. */
  name: string;
  /** Rules; `$D` stands for the scratch folder of each part. */
  policy: string;
  parts: readonly Part[];
  /** Files of a part, by the path of its scratch folder. */
  filesIn: (scratch: string) => readonly CpioEntry[];
  /** Set for all of them, as a shell writes it. */
  env?: string;
}

const mark = '@@part';

/** A pattern of all the scratch folders and of no other: a part may move its own. */
function everyScratch(work: string, names: readonly string[]): string {
  return names.length === 1 ? work : `${work}/{${names.join(',')}}`;
}

/** A part's share of what the run said: between the marks, and from its own folder. */
function shareOf(played: Played, name: string, scratch: string): Played {
  const said = played.stdout.split(`${mark} ${name}\n`)[1] ?? '';
  const isOf = (path: string | undefined): boolean =>
    path === scratch || path?.startsWith(`${scratch}/`) === true;
  return {
    ...played,
    stdout: said.split(`${mark} `)[0] ?? '',
    events: played.events.filter(({ cwd, target }) => isOf(cwd) || isOf(target)),
  };
}

/**
 * One run of `rein` that plays its parts one after the other, each in a shell and a folder of its own:
 * where all is emulated, most of a run is the start of Node.
 */
export function runOfParts({ name, policy, parts, filesIn, env = '' }: PartsRun): Case {
  const folder = folderOf(name);
  const work = workOf(name);
  const isAlone = parts.length === 1;
  const named = parts.map((part, index) => {
    const short = `p${index}`;
    return { part, short, scratch: isAlone ? work : `${work}/${short}` };
  });
  const shorts = named.map(({ short }) => short);
  // One that is alone has the engine for its parent, which some ways are about.
  const steps = named.map(
    ({ short, scratch }) => `echo "${mark} ${short}"
${isAlone ? 'exec ' : ''}env D=${scratch} PATH="${scratch}/bin:$PATH" bash "$HERE/${short}.sh"`,
  );
  return {
    ids: [...new Set(parts.map(({ id }) => id))],
    name,
    script: parts.map(({ half, script }) => `${half}: ${script}`).join('\n'),
    parts: parts.length,
    files: [
      policyFile(`${work}/rein.yaml`, policy.replaceAll('$D', everyScratch(work, shorts))),
      textFile(`${folder}/parts.sh`, `${steps.join('\n')}\n`),
      ...named.flatMap(({ part, short, scratch }) => [
        textFile(`${folder}/${short}.sh`, `${PRELUDE}\n${part.script}\n`),
        ...filesIn(scratch),
      ]),
      caseScript(
        name,
        `HERE="$P" ${env} rein run --engine "$TIER" --events "$P/events" -- bash "$P/parts.sh"`,
      ),
    ],
    judge: (played, tier) =>
      named.map(({ part, short, scratch }) => ({
        id: part.id,
        half: part.half,
        judgement: played?.stdout.includes(`${mark} ${short}\n`)
          ? part.judge(shareOf(played, short, scratch), tier)
          : NOT_PLAYED,
      })),
  };
}
