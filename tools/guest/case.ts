import type { Tier } from '@rein/contract';
import { type CpioEntry, textFile } from './cpio.js';
import type { Played } from './played.js';

/** What is played in one run in a guest: halves of a scenario, ways around, or a check of the engine. */
export interface Case {
  /** Of the scenario or the check; ways of several ids have one run. */
  ids: readonly string[];
  /** Unique; also the name of its folder. */
  name: string;
  files: readonly CpioEntry[];
  /** For a person: what is played. */
  script: string;
  /** Where it can be played; absent: on every tier. */
  tiers?: readonly Tier[];
  /** How much there is in it to wait for. */
  parts: number;
  /** What its rows say on a tier; `undefined` is a case that was not played. */
  judge: (played: Played | undefined, tier: Tier) => Judged[];
}

/** `not held`: it got through as the tier says that it would. */
export type Judgement =
  | { readonly result: 'pass' }
  | { readonly result: 'fail' | 'not held'; readonly why: string };

/** A row: `stopped-0`, `by a link`, `check` of an id. */
export interface Judged {
  readonly id: string;
  readonly half: string;
  readonly judgement: Judgement;
}

export const PASS: Judgement = { result: 'pass' };
export const fail = (why: string): Judgement => ({ result: 'fail', why });
export const NOT_PLAYED: Judgement = fail('it was not played');

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
