import type { Operation } from '@rein/contract';
import { parseGlob } from '../glob/glob.js';
import type { PathPattern, Rule } from '../program.js';
import type { Capabilities, CapabilityRule } from './capability.js';
import {
  baseline,
  bothOf,
  clauseOf,
  EVERY_PATH,
  type Exception,
  effectIn,
  except,
  file,
  folder,
  inWorkspace,
  isNot,
  isTarget,
  type LowerCapabilityFacts,
  type LoweredPart,
  type LowerNote,
  refusalIn,
  ruleOf,
} from './lowering.js';

type FileCapability = 'fs.read' | 'fs.write' | 'fs.delete';

const OPERATIONS = {
  'fs.read': 'read',
  'fs.write': 'write',
  'fs.delete': 'unlink',
} as const satisfies Record<FileCapability, Operation>;

/** Where programs put what is nobody's work, and devices that keep nothing. */
const SCRATCH = ['/tmp', '/var/tmp', '/dev/shm', '/dev/pts'];
const SINKS = ['/dev/null', '/dev/zero', '/dev/full', '/dev/tty', '/dev/ptmx'];
/** What programs are made of. Not the homes, not `/root`, not `/srv`, not `/var`. */
const SYSTEM = [
  ...['/usr', '/bin', '/sbin', '/lib', '/lib32', '/lib64', '/libx32', '/opt', '/nix/store'],
  ...['/etc', '/sys', '/run/systemd/resolve'],
];
const SOURCES = ['/', '/dev', '/dev/random', '/dev/urandom', '/dev/stdin'];
/** Of `/proc`, what tells of other processes' secrets. Runtimes find their own stack in `maps`. */
const PRIVATE_PROC = '/proc/**/{environ,mem,auxv,stack,syscall,kcore}';

/** `fs.read`, `fs.write` and `fs.delete`. Listing a folder is reading it, to the engine. */
export function lowerFiles(
  capability: FileCapability,
  { rules }: Capabilities,
  facts: LowerCapabilityFacts,
): LoweredPart {
  const { mode, workspace } = facts;
  const operation = OPERATIONS[capability];
  const own = rules.filter((rule) => rule.capability === capability);
  const notes: LowerNote[] = [];
  const lowered: Rule[] = own.flatMap((rule) => {
    const effect = effectIn(mode, rule.effect);
    if (effect === undefined) return [];
    const clauses = rule.patterns.map((pattern) =>
      clauseOf({ effect, operation, target: inWorkspace(pattern, workspace), line: rule.line }),
    );
    return [ruleOf(rule, clauses)];
  });
  // In `guard` whatever an agent can see on the machine it can read, but for what is denied.
  if (capability === 'fs.read' && mode !== 'strict') return { rules: lowered, notes };
  const granting =
    capability === 'fs.read' ? rules.filter((rule) => isReading(rule.capability)) : own;
  const grants: Exception[] = granting.flatMap((rule) => {
    if (rule.effect === 'deny') return [];
    if (rule.conditions.maxBytes !== undefined && !keepsUnchecked(rule, facts, notes)) return [];
    return rule.patterns.map((pattern) => except(inWorkspace(pattern, workspace)));
  });
  const exceptions = [...grants, ...outside(facts, SCRATCH), ...outside(facts, SINKS, file)];
  if (capability === 'fs.read') exceptions.push(...outside(facts, SYSTEM), ...readable());
  const clause = clauseOf({
    ...{ operation, target: EVERY_PATH, exceptions },
    effect: refusalIn(mode),
  });
  return { rules: [...lowered, baseline(capability, [clause])], notes };
}

function isReading(capability: CapabilityRule['capability']): boolean {
  return capability === 'fs.read' || capability === 'fs.list';
}

function keepsUnchecked(
  { id }: CapabilityRule,
  { mode }: LowerCapabilityFacts,
  notes: LowerNote[],
): boolean {
  const keeps = mode !== 'strict';
  const message = keeps
    ? 'the engine does not count bytes: `max_bytes` holds only through the daemon'
    : 'the engine does not count bytes: what this rule allows is allowed only through the daemon';
  notes.push({ about: id, message });
  return keeps;
}

/** Folders and files beside the workspace; one that holds the workspace does not open it. */
function outside(
  { workspace }: LowerCapabilityFacts,
  paths: readonly string[],
  patternOf: (path: string) => PathPattern = folder,
): Exception[] {
  const own = folder(workspace);
  return paths.flatMap((path) => {
    if (isWithin(path, workspace)) return [];
    const there = patternOf(path);
    // Said only where it matters: an agent that is refused reads it.
    if (!isWithin(workspace, path)) return except(there);
    return {
      when: bothOf(isTarget(there), isNot(isTarget(own))),
      text: `target ${JSON.stringify(there.text)} and not target ${JSON.stringify(own.text)}`,
    };
  });
}

function isWithin(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder === '/' ? '/' : `${folder}/`);
}

function readable(): Exception[] {
  const secret = parseGlob(PRIVATE_PROC);
  if (!secret.ok) throw new Error(`${PRIVATE_PROC}: ${secret.message}`);
  const proc = folder('/proc');
  return [
    ...SOURCES.map((path) => except(file(path))),
    {
      when: bothOf(
        isTarget(proc),
        isNot(isTarget({ kind: 'path', text: PRIVATE_PROC, glob: secret.glob })),
      ),
      text: `target ${JSON.stringify(proc.text)} and not target ${JSON.stringify(PRIVATE_PROC)}`,
    },
  ];
}
