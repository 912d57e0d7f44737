/** What a policy would have said of something that stands on record. */
import { stronger, type Verdict } from '@rein/contract';
import { readAddress } from '../capabilities/address-text.js';
import { utf8 } from '../glob/utf8.js';
import { BUILT_IN_LABELS } from '../lower/facts.js';
import type { HostFacts, Program } from '../program.js';
import { decide } from './decide.js';
import {
  connectEvent,
  type Event,
  execEvent,
  openEvent,
  renameEvent,
  unlinkEvent,
} from './event.js';
import { FRESH } from './state.js';

/** A decision of a record, as far as it is needed to make it again. */
export interface Recorded {
  readonly op: string;
  readonly target: string;
  /** The new name, of a rename. */
  readonly target2: string;
  readonly argv: readonly string[];
  readonly labels: readonly string[];
  /** Texts of the gates that were open. */
  readonly openGates: ReadonlySet<string>;
}

export interface AgainVerdict {
  readonly verdict: Verdict;
  /** The rule that says so, and why; empty where none does. */
  readonly rule: string;
  readonly reason: string;
}

/**
 * Decides about a recorded operation under another policy. The record has the labels and gates of the
 * policy that it was made under, and no lineage: what another one would have kept besides is taken for
 * absent. Undefined for what the record does not name well enough: an address that is none, or text
 * with escapes in it.
 */
export function decideAgain(
  program: Program,
  host: HostFacts,
  recorded: Recorded,
): AgainVerdict | undefined {
  const event = eventOf(recorded);
  if (event === undefined) return undefined;
  const openGates = new Set(
    program.gates.flatMap(({ text }, at) => (recorded.openGates.has(text) ? [at] : [])),
  );
  const labels = new Set(recorded.labels);
  const { verdict, decisive } = decide(
    {
      ...{ program, host, openGates, subject: { ...FRESH, labels } },
      labelsOf: () => new Set<string>(),
      counts: (label, carried) => carried.has(label) || BUILT_IN_LABELS.includes(label),
    },
    event,
  );
  const rule = decisive === null ? undefined : ruleOf(program, decisive);
  return {
    verdict: stronger('none', verdict),
    ...{ rule: rule?.name ?? '', reason: rule?.reason ?? '' },
  };
}

function ruleOf({ rules }: Program, clause: number) {
  let before = 0;
  return rules.find(({ clauses }) => {
    before += clauses.length;
    return clause < before;
  });
}

const PROCESS = 1;

function eventOf({ op, target, target2, argv }: Recorded): Event | undefined {
  if ([target, target2, ...argv].some((text) => text.includes('\\'))) return undefined;
  const file = { names: [utf8(target)], object: target };
  if (op === 'connect' || op === 'recv') return endpointEvent(target);
  if (!target.startsWith('/')) return undefined;
  if (target2 !== '') return renameEvent(PROCESS, file, [utf8(target2)], false);
  switch (op) {
    case 'exec':
      return execEvent(PROCESS, file, { tokens: argv.map(utf8), truncated: false });
    case 'read':
      return openEvent(PROCESS, file, ['read']);
    case 'write':
      return openEvent(PROCESS, file, ['write']);
    case 'unlink':
      return unlinkEvent(PROCESS, file);
    default:
      return undefined;
  }
}

/** `192.0.2.1:443`, `[2001:db8::1]:443`. */
function endpointEvent(target: string): Event | undefined {
  const [, host = '', port = ''] = /^\[?([^[\]]+?)\]?:([0-9]{1,5})$/.exec(target) ?? [];
  const address = readAddress(host);
  if (address === null) return undefined;
  const peer = { kind: 'inet', address, port: Number(port) } as const;
  return connectEvent(PROCESS, { address: peer, hosts: [], object: target });
}
