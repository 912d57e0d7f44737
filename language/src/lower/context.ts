/** What lowering is about, as every step of it needs to know. */
import { gateText } from '../check/gate-text.js';
import type { Glob } from '../glob/glob.js';
import { type PathTokens, resolvePath } from '../glob/resolve.js';
import type { Gate, GateOpener, HostFacts, Program } from '../program.js';
import { Atoms } from './atom.js';
import { Facts } from './facts.js';

export interface Context {
  readonly program: Program;
  readonly host: HostFacts;
  /** What a path pattern means on the host. */
  readonly resolve: (glob: Glob) => readonly PathTokens[];
  readonly atoms: Atoms;
  readonly facts: Facts;
  /** The program's gates, then those that transforms by approval wait for. */
  readonly gates: readonly Gate[];
}

export function createContext(program: Program, host: HostFacts): Context {
  const atoms = new Atoms();
  const gates = [...program.gates];
  const approvals = new Map<string, number>();
  for (const transform of program.transforms) {
    if (transform.kind !== 'approval' || approvals.has(transform.name)) continue;
    const gate = approvalGate(transform.name);
    const known = gates.findIndex(({ text, closers }) => text === gate.text && !closers.length);
    approvals.set(transform.name, known < 0 ? gates.push(gate) - 1 : known);
  }
  const facts = new Facts(program, host, approvals, atoms);
  return { program, host, resolve: resolver(host), atoms, facts, gates };
}

/** Patterns share folders, and each is asked for more than once: a folder is looked up once. */
function resolver(host: HostFacts): Context['resolve'] {
  const { realpath } = host;
  const once = realpath === undefined ? host : { ...host, realpath: remembering(realpath) };
  const globs = new Map<string, readonly PathTokens[]>();
  return (glob) => {
    const known = globs.get(glob.text);
    if (known !== undefined) return known;
    const resolved = resolvePath(glob, once);
    globs.set(glob.text, resolved);
    return resolved;
  };
}

function remembering(look: (path: string) => string): (path: string) => string {
  const answers = new Map<string, string>();
  return (path) => {
    const known = answers.get(path);
    if (known !== undefined) return known;
    const answer = look(path);
    answers.set(path, answer);
    return answer;
  };
}

/** The gate that an approval by this name opens, when no rule has it without a `since`. */
function approvalGate(name: string): Gate {
  const opener: GateOpener = { kind: 'approval', name };
  return { text: gateText(opener, []), opener, closers: [] };
}
