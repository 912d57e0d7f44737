import type { Leg } from './matrix.js';

/** What the verifier of one guest's kernel looked at, in instructions, by program. */
export interface Verified extends Leg {
  programs: ReadonlyMap<string, number>;
}

/** Reads what the engine says of each program as it loads it. */
export function parseVerified(leg: Leg, loaded: string): Verified {
  const found = loaded.matchAll(/^rein: (\S+): (\d+) instructions verified$/gm);
  return {
    ...leg,
    programs: new Map([...found].map(([, name = '', count]) => [name, Number(count)])),
  };
}

/** A kernel verifies this many instructions of a program at most. */
const instructionsMax = 1_000_000;

/** The names of a hook's programs differ in their first letter, which says of what kind they are. */
const hookOf = (program: string): string => program.slice(2);

/** One line a hook, one column a guest; the dearest first. */
export function renderVerified(legs: readonly Verified[]): string {
  const costs = legs.map(
    ({ programs }) => new Map([...programs].map(([name, count]) => [hookOf(name), count])),
  );
  const dearest = (hook: string): number => Math.max(...costs.map((cost) => cost.get(hook) ?? 0));
  const hooks = [...new Set(costs.flatMap((cost) => [...cost.keys()]))];
  if (hooks.length === 0) return '';
  const width = 2 + Math.max(...legs.map(({ kernel, tier }) => `${kernel} ${tier}`.length));
  const line = (head: string, texts: readonly string[]): string =>
    head.padEnd(28) + texts.map((text) => text.padStart(width)).join('');
  return [
    `\ninstructions that the verifier looked at, of ${instructionsMax} at most`,
    line(
      '',
      legs.map(({ kernel, tier }) => `${kernel} ${tier}`),
    ),
    ...hooks
      .sort((a, b) => dearest(b) - dearest(a))
      .map((hook) =>
        line(
          hook,
          costs.map((cost) => `${cost.get(hook) ?? '-'}`),
        ),
      ),
    '',
  ].join('\n');
}
