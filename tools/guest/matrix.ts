import { bootGuest } from './boot.js';
import { type Case, folderOf, type Judgement } from './case.js';
import type { CpioEntry } from './cpio.js';
import { doctorRows } from './doctor-rows.js';
import type { KernelVersion } from './kernels.js';
import { parseKept, parsePlayed, playFiles, playScript } from './play.js';
import type { Played } from './played.js';

/** The tiers that a guest can show. */
export const guestTiers = ['lsm', 'fmodret', 'supervisor'] as const;
export type GuestTier = (typeof guestTiers)[number];

/** One row of the guest suite's result. */
export interface Row {
  kernel: string;
  tier: GuestTier;
  id: string;
  half: string;
  result: Judgement['result'];
  /** What was wrong, or why it is not held; for a person. */
  why?: string;
}

/** One guest: a kernel, with `bpf` in its list of LSMs or without. */
export interface Leg {
  kernel: KernelVersion;
  tier: GuestTier;
}

export interface Outcome {
  rows: Row[];
  tookMs: number;
  /** What `rein doctor` said to a person; empty unless it was asked for. */
  doctor: string;
  /** What the engine said as it loaded the hooks. */
  loaded: string;
  /** All of what failed. */
  log: string;
}

/** Generous, all of it, since guests are emulated: a thousand swaps take longer than most. */
const bootMs = 420_000;
const caseMs = 15_000;
const partMs = 5_000;
const eventsShown = 8;

function briefly(played: Played | undefined): object | null {
  return played === undefined ? null : { ...played, events: played.events.slice(-eventsShown) };
}

/** Plays the cases in one guest; `tools` is what is installed there, `wantsPage` asks for `doctor`. */
export async function playLeg(
  leg: Leg,
  cases: readonly Case[],
  tools: readonly CpioEntry[],
  wantsPage: boolean,
): Promise<Outcome> {
  const { kernel, tier } = leg;
  const parts = cases.reduce((sum, one) => sum + one.parts, 0);
  const { output, console, tookMs } = await bootGuest({
    kernel,
    bpfLsm: tier !== 'fmodret',
    script: playScript(tier, wantsPage),
    files: [...tools, ...playFiles(cases)],
    timeoutMs: bootMs + cases.length * caseMs + parts * partMs,
  });
  const played = parsePlayed(output);
  const judged = cases.map((one) => {
    const seen = played.get(folderOf(one.name));
    return { one, seen, rows: one.judge(seen, tier) };
  });
  const shown = judged
    .filter(({ rows }) => rows.some(({ judgement }) => judgement.result === 'fail'))
    .map(
      ({ one, seen }) => `${one.name}: ${one.script}\n${JSON.stringify(briefly(seen), null, 1)}`,
    );
  const notHeld = judged.flatMap(({ rows }) =>
    rows.flatMap(({ judgement }) => (judgement.result === 'not held' ? [judgement.why] : [])),
  );
  const all = [
    ...judged.flatMap(({ rows }) => rows),
    ...doctorRows(
      leg,
      { doctor: parseKept(output, 'doctor'), check: parseKept(output, 'check') },
      notHeld,
    ),
  ];
  return {
    rows: all.map(({ id, half, judgement }) => ({ kernel, tier, id, half, ...judgement })),
    tookMs,
    doctor: parseKept(output, 'page'),
    loaded: parseKept(output, 'load'),
    log: played.size === 0 ? `${output}\n${console}` : shown.join('\n'),
  };
}
