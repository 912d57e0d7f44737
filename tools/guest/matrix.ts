import { bootGuest } from './boot.js';
import { type Case, folderOf } from './case.js';
import type { KernelVersion } from './kernels.js';
import { parsePlayed, playScript } from './play.js';
import type { Played } from './played.js';
import { hostFile } from './programs.js';
import { toolbox } from './toolbox.js';

/** One row of the guest suite's result. */
export interface Row {
  kernel: string;
  tier: 'lsm' | 'fmodret';
  id: string;
  half: string;
  result: 'pass' | 'fail';
  /** What was wrong, for a person. */
  why?: string;
}

/** One guest: a kernel, with `bpf` in its list of LSMs or without. */
export interface Leg {
  kernel: KernelVersion;
  tier: Row['tier'];
}

const bootMs = 180_000;
/** Generous, since guests are emulated. */
const caseMs = 15_000;

function rowOf({ kernel, tier }: Leg, one: Case, played: Played | undefined): Row {
  const why = played === undefined ? 'it was not played' : one.judge(played);
  const row = { kernel, tier, id: one.id, half: one.half };
  return why === undefined ? { ...row, result: 'pass' } : { ...row, result: 'fail', why };
}

const eventsShown = 8;

function briefly(played: Played | undefined): object | null {
  return played === undefined ? null : { ...played, events: played.events.slice(-eventsShown) };
}

/** Plays the cases in one guest. `log` shows all of what failed. */
export async function playLeg(
  leg: Leg,
  cases: readonly Case[],
  engine: string,
): Promise<{ rows: Row[]; tookMs: number; log: string }> {
  const result = await bootGuest({
    kernel: leg.kernel,
    bpfLsm: leg.tier === 'lsm',
    script: playScript(cases),
    files: [
      ...toolbox(),
      hostFile(engine, '/usr/local/bin/rein-hooks'),
      ...cases.flatMap(({ files }) => files),
    ],
    timeoutMs: bootMs + cases.length * caseMs,
  });
  const played = parsePlayed(result.output);
  const rows = cases.map((one) => rowOf(leg, one, played.get(folderOf(one.name))));
  const shown = cases
    .filter((_, index) => rows[index]?.result === 'fail')
    .map((one) => {
      const seen = JSON.stringify(briefly(played.get(folderOf(one.name))), null, 1);
      return `${one.name}: ${one.script}\n${seen}`;
    });
  const log = played.size === 0 ? `${result.output}\n${result.console}` : shown.join('\n');
  return { rows, tookMs: result.tookMs, log };
}
