import { execFile } from 'node:child_process';
import { TIERS, type Tier } from '@rein/contract';
import { fault, reasonOf } from '../fault.js';
import { type Check, readCheck } from '../frames/message.js';
import { boolean, fieldsElement, list, number, oneOf, parseFields, text } from '../frames/shape.js';

/** The engine looks at the kernel and refuses itself something; that takes milliseconds. */
const PROBE_LIMIT_MS = 10_000;
const PROBE_BYTES_MAX = 1024 * 1024;

/** Whether one tier can be had on this machine. */
export interface TierProbe {
  readonly tier: Tier;
  readonly ok: boolean;
  /** What it found, or what is missing. */
  readonly detail: string;
}

/** What the engine found out about this machine. */
export interface Probe {
  readonly abi: number;
  /** Strongest first. */
  readonly tiers: readonly TierProbe[];
  readonly checks: readonly Check[];
}

/** Asks the engine what this machine can do. Throws `no-probe`. */
export function probe(program: string): Promise<Probe> {
  return new Promise((resolve, reject) => {
    const options = { timeout: PROBE_LIMIT_MS, maxBuffer: PROBE_BYTES_MAX };
    execFile(program, ['probe'], options, (error, stdout) => {
      try {
        resolve(readProbe(stdout));
      } catch (shape) {
        reject(fault('no-probe', { why: reasonOf(error ?? shape) }, error ?? shape));
      }
    });
  });
}

function readProbe(output: string): Probe {
  const of = parseFields(output);
  return {
    abi: number(of, 'abi'),
    tiers: list(of, 'tiers', (element, path) => {
      const tier = fieldsElement(element, path);
      return {
        tier: oneOf(tier, 'tier', TIERS),
        ok: boolean(tier, 'ok'),
        detail: text(tier, 'detail'),
      };
    }),
    checks: list(of, 'checks', readCheck),
  };
}
