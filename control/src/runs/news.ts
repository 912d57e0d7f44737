import { type Asked, digestSchema } from '@rein/contract/api';
import type { Settlement } from '../approvals/close.js';
import type { StopReason } from '../runner/protocol.js';
import { STOPS } from '../runner/protocol.js';
import type { TailEntry } from './log-tail.js';
import type { RunInput } from './state-machine.js';

/** What an entry of a run's record means for the daemon. */
export type News =
  | { readonly kind: 'started'; readonly tier?: string }
  | { readonly kind: 'described'; readonly tier: string }
  | { readonly kind: 'policy'; readonly digest: string }
  | { readonly kind: 'exited'; readonly code: number }
  | {
      readonly kind: 'hold';
      readonly reference: string;
      readonly digest: string;
      readonly expiresAt: number;
      readonly asked: Asked;
    }
  | { readonly kind: 'settled'; readonly reference: string; readonly how: Settlement }
  | { readonly kind: 'stopped'; readonly why: StopReason; readonly reason: string }
  | { readonly kind: 'ended'; readonly how: string; readonly code?: number; readonly why?: string };

/** Reads the news out of an entry; undefined for one that changes nothing but the record. */
export function newsOf({ kind, entry }: TailEntry): News | undefined {
  switch (kind) {
    case 'start': {
      const tier = text(entry.tier);
      return tier === undefined ? undefined : { kind: 'described', tier };
    }
    case 'started':
      return { kind: 'started' };
    case 'policy': {
      const digest = text(entry.policy_digest);
      return digest === undefined ? undefined : { kind: 'policy', digest };
    }
    case 'exited':
      return typeof entry.code === 'number' ? { kind: 'exited', code: entry.code } : undefined;
    case 'hold':
      return holdOf(entry);
    case 'match':
      return settlementOf(entry);
    case 'stop': {
      const why = STOPS.find((known) => known === entry.why);
      return why && { kind: 'stopped', why, reason: text(entry.reason) ?? '' };
    }
    case 'end': {
      const why = text(entry.why);
      return {
        kind: 'ended',
        how: text(entry.how) ?? 'failed',
        ...(typeof entry.code === 'number' ? { code: entry.code } : {}),
        ...(why === undefined ? {} : { why }),
      };
    }
    default:
      return undefined;
  }
}

/** What the engine ends with, as a shell does, when there is no such program. */
const NOT_FOUND = 127;

/** How a run ended: by who stopped it if somebody did, else by its own end. */
export function endOf(
  ended: Extract<News, { kind: 'ended' }>,
  stop: { readonly why: StopReason; readonly reason: string } | undefined,
  hasStarted: boolean,
): { readonly input: RunInput; readonly reason?: string } {
  if (stop !== undefined) return endOfStop(stop);
  const { how, code, why } = ended;
  const because = why === undefined ? {} : { reason: why };
  if (how === 'denied') return { input: 'deny', ...because };
  if (how === 'timed-out') return { input: 'time-out', ...because };
  if (how === 'empty' && code === 0) return { input: 'succeed' };
  if (how === 'empty' && !hasStarted && code === NOT_FOUND) {
    return { input: 'fail', reason: 'its command was not found' };
  }
  if (how === 'empty' && !hasStarted) {
    return { input: 'deny', reason: 'its command was not allowed to start, or could not be' };
  }
  if (how === 'empty')
    return { input: 'fail', reason: `its command ended with ${code ?? 'no code'}` };
  return { input: 'fail', reason: why ?? how };
}

function endOfStop({ why, reason }: { why: StopReason; reason: string }): {
  readonly input: RunInput;
  readonly reason: string;
} {
  switch (why) {
    case 'cancel':
      return { input: 'cancel', reason };
    case 'time-out':
      return { input: 'time-out', reason };
    case 'budget':
      return { input: 'fail', reason };
    default:
      return why satisfies never;
  }
}

function holdOf(entry: Readonly<Record<string, unknown>>): News | undefined {
  const hold = Object(entry.hold);
  const reference = text(Reflect.get(hold, 'id'));
  const digest = digestSchema.safeParse(Reflect.get(hold, 'digest'));
  const expiresAt = Date.parse(String(Reflect.get(hold, 'expires')));
  if (reference === undefined || !digest.success || Number.isNaN(expiresAt)) return undefined;
  return { kind: 'hold', reference, digest: digest.data, expiresAt, asked: askedOf(entry) };
}

function askedOf(entry: Readonly<Record<string, unknown>>): Asked {
  const argv = texts(entry.argv);
  const labels = texts(entry.labels);
  const [cwd, exe, rule, because] = [entry.cwd, entry.exe, entry.rule, entry.reason].map(text);
  return {
    op: text(entry.op) ?? '',
    target: text(entry.target) ?? '',
    ...(argv === undefined ? {} : { argv }),
    ...(cwd === undefined ? {} : { cwd }),
    ...(exe === undefined ? {} : { exe }),
    ...(typeof entry.pid === 'number' ? { pid: entry.pid } : {}),
    ...(labels === undefined ? {} : { labels }),
    ...(rule === undefined ? {} : { rule }),
    ...(because === undefined ? {} : { because }),
  };
}

const SETTLED = {
  approved: 'approve',
  denied: 'deny',
  expired: 'expire',
  abandoned: 'cancel',
} as const satisfies Record<string, Settlement['input']>;

function settlementOf(entry: Readonly<Record<string, unknown>>): News | undefined {
  const hold = Object(entry.hold);
  const reference = text(Reflect.get(hold, 'id'));
  if (reference === undefined || entry.decisive !== true) return undefined;
  const outcome = Object.entries(SETTLED).find(([known]) => known === entry.outcome);
  if (outcome === undefined) return undefined;
  const by = text(Reflect.get(hold, 'by'));
  const reason = text(Reflect.get(hold, 'reason'));
  return {
    kind: 'settled',
    reference,
    how: {
      input: outcome[1],
      ...(by === undefined || by === '' ? {} : { by }),
      ...(reason === undefined || reason === '' ? {} : { reason }),
    },
  };
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function texts(value: unknown): string[] | undefined {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : undefined;
}
