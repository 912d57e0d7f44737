import type { Tier } from '@rein/contract';

/** Something that a kernel tier must hold, shown by a script in a guest. */
export interface Check {
  /** Short and unique: the id of its row. */
  readonly id: string;
  readonly says: string;
  /** What is promised of other tiers is less; absent: it holds on all. */
  readonly tiers?: readonly Tier[];
  /** It is played in every `npm test` too, which has no time for all of them. */
  readonly everyday?: true;
  /** Rules by name; `$D/NAME.yaml` is the policy file, `$D` the scratch folder in both. */
  readonly policies: Readonly<Record<string, string>>;
  /** Rules by name, as `$D/NAME.img` for `drive NAME [OPTION…] -- COMMAND…`: a run without `rein`. */
  readonly images?: Readonly<Record<string, string>>;
  /** Bash, outside of every run; `govern NAME [OPTION…] -- COMMAND…` starts one. Status 0: it holds. */
  readonly script: string;
}
