/**
 * What a scenario is: a policy, and two scripts of real processes, one that the policy must stop
 * and one that it must let pass. The same table runs on every tier, in guests too, so scripts use
 * bash and coreutils only.
 */

/** A script half; `$D` is its scratch folder, `$D/bin` is first on PATH. See prelude.ts. */
export interface Half {
  /** Bash. It says `REACHED` when, and only when, the thing in question went through. */
  readonly script: string;
}

export interface Scenario {
  /** As in the requirements: E1, F3, … */
  readonly id: string;
  /** The policy in words. */
  readonly says: string;
  /** Rules; `$D` stands for the scratch folder. */
  readonly policy: string;
  /** Rule that must stop the first half. */
  readonly rule: string;
  readonly stopped: readonly Half[];
  readonly passes: readonly Half[];
  /** Folders and files that are there before: path to contents. */
  readonly files?: Readonly<Record<string, string>>;
}

/** One half or several, as scripts. */
export const halves = (...scripts: string[]): Half[] => scripts.map((script) => ({ script }));
