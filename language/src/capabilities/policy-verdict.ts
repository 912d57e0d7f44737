/**
 * What the rules of a policy say to an action that the daemon would perform: the daemon runs outside
 * the engine, and must not be the way around it.
 */
import { stronger, type Verdict } from '@rein/contract';
import { utf8 } from '../glob/utf8.js';
import { BUILT_IN_LABELS } from '../lower/facts.js';
import { decide } from '../model/decide.js';
import { connectEvent, type Event, execEvent, openEvent, unlinkEvent } from '../model/event.js';
import { FRESH } from '../model/state.js';
import type { HostFacts, Program } from '../program.js';
import type { CapabilityAction } from './action.js';
import { readAddress } from './address-text.js';
import { readWorkspacePath } from './workspace-path.js';

export interface PolicyVerdict {
  readonly verdict: Verdict;
  /** Name of the rule that says it, and why; empty where none does. */
  readonly rule: string;
  readonly reason: string;
}

export interface PolicyPlace {
  readonly program: Program;
  readonly host: HostFacts;
  /** Absolute and resolved. */
  readonly workspace: string;
}

/** What is known of the run that an action is for. */
export interface KnownState {
  /** Labels that some process of it has had. */
  readonly labels: readonly string[];
  /** Texts of the gates that are open. */
  readonly openGates: readonly string[];
}

/**
 * Asks the rules twice: about a process that carries no label, and about one that carries all that
 * the run has met; the stronger answer counts. Where the run is not known, that is every label, and
 * every gate is closed.
 */
export function policyVerdict(
  place: PolicyPlace,
  action: CapabilityAction,
  state?: KnownState,
): PolicyVerdict {
  const { program, host } = place;
  const openGates = new Set(
    program.gates.flatMap(({ text }, at) => (state?.openGates.includes(text) ? [at] : [])),
  );
  // Of these the run's engine does not tell: a fetch is made beside it, and an agent is who it is.
  const untold = program.sources.flatMap(({ kind, label }) =>
    kind === 'endpoint' || kind === 'agent' ? [label] : [],
  );
  const mayCarry = (label: string): boolean =>
    state === undefined || state.labels.includes(label) || untold.includes(label);
  const none: PolicyVerdict = { verdict: 'none', rule: '', reason: '' };
  let found = none;
  for (const event of eventsOf(action, place.workspace)) {
    for (const all of [false, true]) {
      const { verdict, decisive } = decide(
        {
          ...{ program, host, subject: FRESH, openGates },
          labelsOf: () => new Set<string>(),
          counts: (label) => (all && mayCarry(label)) || BUILT_IN_LABELS.includes(label),
        },
        event,
      );
      if (decisive === null || stronger(found.verdict, verdict) === found.verdict) continue;
      const rule = ruleOf(program, decisive);
      found = { verdict, rule: rule?.name ?? '', reason: rule?.reason ?? '' };
    }
  }
  return found;
}

function ruleOf({ rules }: Program, clause: number) {
  let before = 0;
  return rules.find(({ clauses }) => {
    before += clauses.length;
    return clause < before;
  });
}

const PROCESS = 1;

function eventsOf(action: CapabilityAction, workspace: string): Event[] {
  switch (action.capability) {
    case 'fs.read':
    case 'fs.list':
      return fileIn(workspace, action.path).map((file) => openEvent(PROCESS, file, ['read']));
    case 'fs.write':
      return fileIn(workspace, action.path).map((file) => openEvent(PROCESS, file, ['write']));
    case 'fs.delete':
      return fileIn(workspace, action.path).map((file) => unlinkEvent(PROCESS, file));
    case 'net.fetch':
    case 'net.connect': {
      const { host, port, addresses = [] } = action;
      return [host, ...addresses].flatMap((text) => {
        const address = readAddress(text);
        if (address === null) return [];
        const peer = { kind: 'inet', address, port } as const;
        return [connectEvent(PROCESS, { address: peer, hosts: [host], object: text })];
      });
    }
    case 'proc.spawn': {
      const { program, args, resolved = program } = action;
      const names = resolved.startsWith('/') ? [utf8(resolved)] : [];
      const tokens = [program, ...args].map(utf8);
      return [execEvent(PROCESS, { names, object: resolved }, { tokens, truncated: false })];
    }
    case 'mcp.call':
    case 'secrets.read':
      return [];
    default:
      return action satisfies never;
  }
}

function fileIn(workspace: string, path: string) {
  const read = readWorkspacePath(path);
  if (!read.ok) return [];
  const name = [workspace, ...read.segments].join('/');
  return [{ names: [utf8(name)], object: name }];
}
