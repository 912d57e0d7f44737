import type { CpioEntry } from './cpio.js';
import type { Played } from './played.js';

/** Something played in a guest: a half of a scenario, or a check of the engine. */
export interface Case {
  /** Of the scenario or the check. */
  id: string;
  /** `stopped-0`, `passes-1`, `check`. */
  half: string;
  /** Unique; also the name of its folder. */
  name: string;
  files: readonly CpioEntry[];
  /** Shell command, run in the scratch folder. */
  command: string;
  /** For a person: what is played. */
  script: string;
  /** Why it did not come out as it must; undefined when it did. */
  judge: (played: Played) => string | undefined;
}

/** Folder of a case in the guest; the scratch folder `D` lies in it. */
export function folderOf(name: string): string {
  return `/s/${name}`;
}
