import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Tier } from '@rein/contract';
import { limitsOf } from '@rein/enforce';
import { ATTACKS, type Attack, type Way } from '../../test/red-team/ways.js';
import { type Case, fail, type Judgement, PASS } from './case.js';
import { type CpioEntry, textFile } from './cpio.js';
import type { Played } from './played.js';
import { hostFile, hostPrograms } from './programs.js';
import { type Part, runOfParts } from './run-of-parts.js';

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

function partsOf({ ways }: Attack): Part[] {
  return ways.map((way) => ({
    id: way.id,
    half: way.way,
    script: way.script,
    judge: (played, tier) => judge(way, played, tier),
  }));
}

function attackCase(attack: Attack, name: string, parts: readonly Part[]): Case {
  return runOfParts({
    name,
    policy: attack.policy,
    parts,
    filesIn: (scratch) => [
      ...['forbidden', 'tool'].map((tool) => hostFile('/bin/echo', `${scratch}/bin/${tool}`)),
      ...Object.entries(attack.files).map(([path, text]) => textFile(`${scratch}/${path}`, text)),
    ],
    env: `P=${programsFolder}`,
  });
}

/** Every way around. */
export function wayCases(): Case[] {
  return ATTACKS.flatMap((attack, index) => {
    const parts = partsOf(attack);
    return attack.onTheRun === true
      ? parts.map((part, at) => attackCase(attack, `way-${index}-${at}`, [part]))
      : [attackCase(attack, `way-${index}`, parts)];
  });
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
