import { type Counters, type EngineEvent, FROM_ENGINE, TIERS, type Tier } from '@rein/contract';
import { fault } from '../fault.js';
import type { Frame } from './decoder.js';
import { readEvent } from './event.js';
import {
  boolean,
  type Fields,
  fields,
  fieldsElement,
  list,
  number,
  oneOf,
  optional,
  parseFields,
  ShapeError,
  text,
} from './shape.js';

/** One line of the engine's self-test. */
export interface Check {
  readonly name: string;
  readonly ok: boolean;
  readonly detail: string;
}

/** What the engine says on the socketpair, decoded. */
export type EngineMessage =
  | {
      readonly type: 'ready';
      readonly abi: number;
      readonly tier: Tier;
      readonly pid: number;
      readonly checks: readonly Check[];
    }
  | { readonly type: 'started'; readonly pid: number }
  | { readonly type: 'event'; readonly event: EngineEvent }
  | {
      readonly type: 'exited';
      /** As a shell says it: the status, or 128 + the signal; 126 and 127 when it never ran. */
      readonly code: number;
      readonly status?: number;
      readonly signal?: number;
    }
  | { readonly type: 'empty'; readonly counters: Counters }
  | { readonly type: 'fatal'; readonly code: string; readonly message: string };

type SaidName = Exclude<keyof typeof FROM_ENGINE, 'reply'>;

const NAMES = [
  'ready',
  'started',
  'event',
  'exited',
  'empty',
  'fatal',
] as const satisfies readonly SaidName[];
const NAME_OF: ReadonlyMap<number, SaidName> = new Map(
  NAMES.map((name) => [FROM_ENGINE[name], name]),
);

/** Decodes one frame of the socketpair. Throws `bad-frame` or `unknown-frame`. */
export function decodeMessage(frame: Frame): EngineMessage {
  const name = NAME_OF.get(frame.type);
  if (name === undefined) throw fault('unknown-frame', { type: frame.type });
  try {
    return readMessage(name, parseFields(frame.payload.toString('utf8')));
  } catch (error) {
    if (error instanceof ShapeError) throw fault('bad-frame', { type: name, why: error.message });
    throw error;
  }
}

function readMessage(name: SaidName, of: Fields): EngineMessage {
  switch (name) {
    case 'ready':
      return {
        type: name,
        abi: number(of, 'abi'),
        tier: oneOf(of, 'tier', TIERS),
        pid: number(of, 'pid'),
        checks: list(of, 'checks', readCheck),
      };
    case 'started':
      return { type: name, pid: number(of, 'pid') };
    case 'event':
      return { type: name, event: readEvent(of) };
    case 'exited':
      return {
        type: name,
        code: number(of, 'code'),
        ...optional(of, 'status', number),
        ...optional(of, 'signal', number),
      };
    case 'empty':
      return { type: name, counters: readCounters(fields(of, 'counters')) };
    case 'fatal':
      return { type: name, code: text(of, 'code'), message: text(of, 'message') };
    default:
      return name satisfies never;
  }
}

export function readCheck(element: unknown, path: string): Check {
  const of = fieldsElement(element, path);
  return { name: text(of, 'name'), ok: boolean(of, 'ok'), detail: text(of, 'detail') };
}

function readCounters(of: Fields): Counters {
  return {
    decisions: number(of, 'decisions'),
    matches: number(of, 'matches'),
    held: number(of, 'held'),
    events_lost: number(of, 'events_lost'),
    feedback_unwritten: number(of, 'feedback_unwritten'),
    continued: number(of, 'continued'),
    labels_dropped: number(of, 'labels_dropped'),
    processes: number(of, 'processes'),
    ...optional(of, 'ring_full', number),
    ...optional(of, 'no_scratch', number),
    ...optional(of, 'no_policy', number),
    ...optional(of, 'path_unknown', number),
    ...optional(of, 'fork_refused', number),
    ...optional(of, 'no_label_room', number),
    ...optional(of, 'passes', number),
  };
}
