import type { Tier } from '@rein/contract';
import { type CpioEntry, textFile } from './cpio.js';
import type { Played } from './played.js';

/** Something played in a guest: a half of a scenario, a way around, or a check of the engine. */
export interface Case {
  /** Of the scenario or the check. */
  id: string;
  /** `stopped-0`, `passes-1`, `held: by a link`, `check`. */
  half: string;
  /** Unique; also the name of its folder. */
  name: string;
  files: readonly CpioEntry[];
  /** For a person: what is played. */
  script: string;
  /** Where it can be played; absent: on every tier. */
  tiers?: readonly Tier[];
  /** What its row says on a tier. */
  judge: (played: Played, tier: Tier) => Judgement;
}

/** `not held`: it got through as the tier says that it would. */
export type Judgement =
  | { readonly result: 'pass' }
  | { readonly result: 'fail' | 'not held'; readonly why: string };

export const PASS: Judgement = { result: 'pass' };
export const fail = (why: string): Judgement => ({ result: 'fail', why });

/** Folder of a case in the guest; the scratch folder `D` lies in it. */
export function folderOf(name: string): string {
  return `/s/${name}`;
}

/** Scratch folder of a case. */
export function workOf(name: string): string {
  return `${folderOf(name)}/D`;
}

/** A policy file around rules. */
export function policyFile(path: string, rules: string): CpioEntry {
  const lines = rules.trimEnd().split('\n');
  return textFile(path, `version: 1\npolicy: |\n${lines.map((line) => `  ${line}`).join('\n')}\n`);
}

/** What a case does: bash, in its scratch folder, with `$P`, `$D` and `$TIER`. */
export function caseScript(name: string, script: string): CpioEntry {
  return textFile(`${folderOf(name)}/case.sh`, `${script}\n`);
}
