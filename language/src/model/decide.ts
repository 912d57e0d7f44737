/** One event, in the order of docs/reference/semantics.md. */
import { stronger, type Verdict } from '@rein/contract';
import type { Clause, ExecPattern, GateOpener, HostFacts, Program } from '../program.js';
import { inSomeWay, mayHave, surelyHave } from './arguments.js';
import { holds, lineagesIn } from './condition.js';
import type { Argv, Aspect, Event } from './event.js';
import { isOperation, meets, names } from './naming.js';
import { type ProcessState, type Running, union, without } from './state.js';

/** What the verdict is and what the operation would change; nothing has changed yet. */
export interface Decision {
  readonly verdict: Verdict;
  /** Numbers of the clauses that fired, ascending: clauses are numbered through all rules. */
  readonly matches: readonly number[];
  /** The first one written among the strongest. */
  readonly decisive: number | null;
  /** The subject after the operation. */
  readonly next: ProcessState;
  /** Per aspect: labels that its object gains. */
  readonly objectLabels: readonly ReadonlySet<string>[];
  readonly opens: ReadonlySet<number>;
  readonly closes: ReadonlySet<number>;
}

/** The world as an event finds it. */
export interface World {
  readonly program: Program;
  readonly host: HostFacts;
  readonly subject: ProcessState;
  readonly openGates: ReadonlySet<number>;
  labelsOf(object: string): ReadonlySet<string>;
  /** Whether a process with these labels counts as carrying the label. */
  counts(label: string, labels: ReadonlySet<string>): boolean;
}

export function decide(world: World, event: Event): Decision {
  const gains = event.aspects.map((aspect) => gainOf(world, event, aspect));
  const clauses = world.program.rules.flatMap((rule) => rule.clauses);
  const fired = event.aspects.flatMap((aspect, i) => {
    const after = gains[i]?.after ?? world.subject;
    return clauses.flatMap((clause, number) =>
      fires(world, event.argv, aspect, after, clause) || firesLate(world, aspect, after, clause)
        ? [{ number, effect: clause.effect }]
        : [],
    );
  });
  const matches = [...new Set(fired.map(({ number }) => number))].sort((a, b) => a - b);
  const verdict = fired.reduce<Verdict>((most, { effect }) => stronger(most, effect), 'none');
  const strongest = fired.filter(({ effect }) => effect === verdict);
  const dropped = union(...gains.map(({ drops }) => drops));
  const next: ProcessState = {
    labels: without(union(...gains.map(({ after }) => after.labels)), dropped),
    shield: union(world.subject.shield, dropped),
    lineage: union(...gains.map(({ after }) => after.lineage)),
    exits: union(world.subject.exits, gatesMet(world, event, 'arms')),
    running: runningAfter(world, event),
  };
  return {
    verdict,
    matches,
    decisive: verdict === 'none' ? null : Math.min(...strongest.map(({ number }) => number)),
    next,
    objectLabels: event.aspects.map((aspect, i) => {
      const writes = aspect.ops.some((op) => op === 'write' || op === 'connect');
      return union(gains[i]?.sources ?? [], writes ? next.labels : []);
    }),
    opens: gatesMet(world, event, 'opens'),
    closes: gatesMet(world, event, 'closes'),
  };
}

interface Gain {
  /** Labels that sources put on the object. */
  readonly sources: ReadonlySet<string>;
  readonly drops: ReadonlySet<string>;
  /** The subject as the rules see it. */
  readonly after: ProcessState;
}

/** Steps 1 and 2: what sources say, and what the subject would carry. */
function gainOf({ program, host, subject, labelsOf }: World, event: Event, aspect: Aspect): Gain {
  const isExec = aspect.ops.includes('exec');
  const starts = ({ path, args }: ExecPattern, have: typeof mayHave) =>
    isExec && names(path, aspect, host) && have(event.argv, args);

  const onObject = program.sources.filter((source) => {
    if (source.kind === 'file')
      return aspect.target.kind === 'file' && names(source.path, aspect, host);
    return (
      source.kind === 'endpoint' &&
      aspect.target.kind === 'endpoint' &&
      names(source.endpoint, aspect, host)
    );
  });
  const onSubject = program.sources.filter(
    (source) => source.kind === 'exec' && starts(source.exec, mayHave),
  );
  const transforms = program.transforms.filter(
    (transform) => transform.kind === 'exec' && starts(transform.exec, surelyHave),
  );
  const labelsBy = (what: string) =>
    transforms.filter((transform) => transform.what === what).map(({ label }) => label);

  const sources = new Set(onObject.map(({ label }) => label));
  const reads = aspect.ops.some((op) => op === 'exec' || op === 'read' || op === 'recv');
  const read = reads ? without(union(labelsOf(aspect.object), sources), subject.shield) : [];
  const drops = new Set(labelsBy('declassify'));
  const labels = union(
    subject.labels,
    read,
    onSubject.map(({ label }) => label),
    labelsBy('endorse'),
  );
  const met = isExec ? lineagesMet(program, aspect, host) : [];
  return {
    sources,
    drops,
    after: {
      ...subject,
      labels: without(labels, drops),
      lineage: union(subject.lineage, met),
    },
  };
}

function lineagesMet(program: Program, aspect: Aspect, host: HostFacts): readonly string[] {
  return program.rules
    .flatMap(({ clauses }) => clauses)
    .flatMap(({ when, unless }) => [when, ...(unless === null ? [] : [unless])])
    .flatMap(lineagesIn)
    .filter(({ path }) => names(path, aspect, host))
    .map(({ path }) => path.text);
}

/** The program that runs after the event. */
function runningAfter({ subject }: World, { aspects, argv }: Event): Running | null {
  const aspect = aspects.find(({ ops }) => ops.includes('exec'));
  return aspect === undefined ? subject.running : { aspect, argv };
}

/** Step 3: whether a clause fires, the subject being what the aspect makes of it. */
function fires(
  { host, openGates, counts }: World,
  argv: Argv | null,
  aspect: Aspect,
  after: ProcessState,
  { operation, target, args, when, unless }: Clause,
): boolean {
  if (!isOperation(operation, aspect.ops) || !meets(target, aspect, host)) return false;
  const { labels, lineage } = after;
  const carries = (label: string) => counts(label, labels);
  return inSomeWay(argv, (argument) => {
    const asked = { aspect, host, carries, lineage, gates: openGates, argument };
    const has = args.map((pattern) => argument(pattern)).every((one) => one);
    return has && holds(when, asked) && !(unless !== null && holds(unless, asked));
  });
}

/** Step 3, of the program that runs: whether labels that come make an exec clause of it fire. */
function firesLate(world: World, { ops }: Aspect, after: ProcessState, clause: Clause): boolean {
  const { subject } = world;
  const { running, labels } = subject;
  if (running === null || clause.operation !== 'exec' || ops.includes('exec')) return false;
  if (without(after.labels, labels).size === 0) return false;
  const would = (state: ProcessState) => fires(world, running.argv, running.aspect, state, clause);
  return would(after) && !would(subject);
}

/** Step 4: gates that the event opens, closes, or arms the process with. */
function gatesMet(world: World, event: Event, how: 'opens' | 'closes' | 'arms'): Set<number> {
  const met = new Set<number>();
  world.program.gates.forEach(({ opener, closers }, gate) => {
    const armed = opener.kind === 'exec' && opener.exits !== null;
    const waitsFor = how === 'closes' ? closers : armed === (how === 'arms') ? [opener] : [];
    const have = how === 'closes' ? mayHave : surelyHave;
    if (waitsFor.some((one) => isEvent(one, world.host, event, have))) met.add(gate);
  });
  return met;
}

function isEvent(
  waitedFor: GateOpener,
  host: HostFacts,
  event: Event,
  have: typeof mayHave,
): boolean {
  switch (waitedFor.kind) {
    case 'exec': {
      const { path, args } = waitedFor.exec;
      return event.aspects.some(
        (aspect) =>
          aspect.ops.includes('exec') && names(path, aspect, host) && have(event.argv, args),
      );
    }
    case 'file': {
      const { operation, path } = waitedFor;
      return event.aspects.some(
        (aspect) => isOperation(operation, aspect.ops) && meets(path, aspect, host),
      );
    }
    case 'approval':
      return false;
    default:
      return waitedFor satisfies never;
  }
}
