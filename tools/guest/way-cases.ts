import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Tier } from '@rein/contract';
import { limitsOf } from '@rein/enforce';
import { ATTACKS, type Attack, type Way } from '../../test/red-team/ways.js';
import { PRELUDE } from '../../test/scenarios/index.js';
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
import { type CpioEntry, textFile } from './cpio.js';
import type { Played } from './played.js';
import { hostFile, hostPrograms } from './programs.js';

const programsFolder = '/opt/red-team';

function judge(way: Way, { stdout }: Played, tier: Tier): Judgement {
  const reached = stdout.includes('REACHED');
  if (way.harmless === true) return reached ? PASS : fail('nothing came over');
  const limit = limitsOf(tier).find(({ id }) => id === way.limit);
  if (limit === undefined) return reached ? fail('it went through') : PASS;
  return reached
    ? { result: 'not held', why: limit.says }
    : fail(`it is held, and \`${limit.id}\` says that it is not`);
}

function wayCase(attack: Attack, way: Way, index: number): Case {
  const name = `${way.id}-${index}`;
  const folder = folderOf(name);
  const work = workOf(name);
  return {
    id: way.id,
    half: way.way,
    name,
    script: way.script,
    files: [
      policyFile(`${work}/rein.yaml`, attack.policy.replaceAll('$D', work)),
      textFile(`${folder}/script.sh`, `${PRELUDE}\n${way.script}\n`),
      ...['forbidden', 'tool'].map((tool) => hostFile('/bin/echo', `${work}/bin/${tool}`)),
      ...Object.entries(attack.files).map(([path, text]) => textFile(`${work}/${path}`, text)),
      caseScript(
        name,
        `P=${programsFolder} rein run --engine "$TIER" --events "$P/events" -- bash "$P/script.sh"`,
      ),
    ],
    judge: (played, tier) => judge(way, played, tier),
  };
}

/** Every way around, each a case. */
export function wayCases(): Case[] {
  const pairs = ATTACKS.flatMap((attack) => attack.ways.map((way) => ({ attack, way })));
  return pairs.map(({ attack, way }, index) => wayCase(attack, way, index));
}

/** The attackers' programs, as compiled into `folder`. */
export function wayPrograms(folder: string): CpioEntry[] {
  const paths = readdirSync(folder).map((name) => join(folder, name));
  return hostPrograms(paths).map((entry) =>
    paths.includes(entry.path)
      ? { ...entry, path: entry.path.replace(folder, programsFolder) }
      : entry,
  );
}
