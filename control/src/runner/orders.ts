import type { HoldEvent } from '@rein/contract';
import { labelFile, type Starter, type StarterEnd, shown } from '@rein/enforce';
import type { PreparedPolicy } from '@rein/govern';
import type { SpawnAsked, Spawned } from './protocol.js';

/** Bytes of each output that are handed back; what is past it is dropped, and the answer says so. */
const OUTPUT_BYTES = 256 * 1024;

/** What the daemon has decided already is not asked of a person a second time by the engine. */
interface Grant {
  readonly pid: number;
  readonly argv: readonly string[];
  readonly rules: readonly string[];
}

/** Programs that the daemon starts in the run: governed with it, and ended with it. */
export interface Orders {
  /** Starts a program and waits for its end. Throws `starter-gone`. */
  perform(asked: SpawnAsked): Promise<Spawned>;
  /** Reads a file of the run's; why it may not, if so. */
  read(path: string): Promise<string | undefined>;
  /** Puts on a file what is asked for carries: why it could not, if so. Throws `starter-gone`. */
  label(path: string): Promise<string | undefined>;
  /** Whether a hold is for the exec of an order, by rules that the daemon answered. True once. */
  takeGrant(hold: HoldEvent): boolean;
}

/** @param control socket of the engine */
export function createOrders(
  starter: Starter,
  env: Readonly<Record<string, string>>,
  policy: Pick<PreparedPolicy, 'rules' | 'clauses'>,
  control: string,
): Orders {
  const grants = new Set<Grant>();

  const rulesOf = ({ clauses, more }: HoldEvent): readonly string[] | undefined => {
    if (more > 0) return undefined;
    const asking = clauses.flatMap((number) => {
      const clause = policy.clauses[number];
      return clause === undefined || clause.effect === 'notify' ? [] : [clause.rule];
    });
    return asking.map((rule) => policy.rules[rule]?.name ?? '');
  };

  return {
    async perform({ program, argv, cwd, timeoutMs, granted }) {
      const outputs = { stdout: createOutput(), stderr: createOutput() };
      let grant: Grant | undefined;
      const ordered = starter.start({
        ...{ program, argv, cwd, env },
        onMade(pid) {
          grant = { pid, argv: argv.map((word) => shown(word)), rules: granted };
          grants.add(grant);
        },
        onOutput: (stream, bytes) => outputs[stream].take(bytes),
      });
      let isLate = false;
      const timer = setTimeout(() => {
        isLate = true;
        ordered.end();
      }, timeoutMs);
      try {
        const end = await ordered.ended;
        const { stdout, stderr } = outputs;
        return {
          ...answerOf(end, isLate),
          ...{ stdout: stdout.text(), stderr: stderr.text() },
          ...(stdout.isCut() || stderr.isCut() ? { cut: true } : {}),
        };
      } finally {
        clearTimeout(timer);
        if (grant !== undefined) grants.delete(grant);
      }
    },

    read: (path) => starter.read(path),

    async label(path) {
      await starter.learn();
      const answer = await labelFile(control, path);
      return answer.ok ? undefined : answer.message;
    },

    takeGrant(hold) {
      const rules = rulesOf(hold);
      if (hold.op !== 'exec' || rules === undefined) return false;
      const found = [...grants].find(
        ({ pid, argv, rules: granted }) =>
          pid === hold.pid &&
          hold.args_truncated !== true &&
          argv.length === hold.argv?.length &&
          argv.every((word, index) => word === hold.argv?.[index]) &&
          rules.every((rule) => granted.includes(rule)),
      );
      return found !== undefined && grants.delete(found);
    },
  };
}

function answerOf(end: StarterEnd, isLate: boolean): Omit<Spawned, 'stdout' | 'stderr'> {
  if (isLate) return { status: 'TIMED_OUT', exit_code: 124 };
  switch (end.how) {
    case 'exited':
      return { status: end.code === 0 ? 'SUCCEEDED' : 'FAILED', exit_code: end.code };
    case 'signalled':
      return {
        status: 'FAILED',
        exit_code: end.code,
        reason: `it was ended by signal ${end.signal}`,
      };
    case 'not-executed': {
      const isRefused = end.why === 'EPERM' || end.why === 'EACCES';
      const reason = `it could not be executed: ${end.why}`;
      return { status: isRefused ? 'DENIED' : 'FAILED', exit_code: isRefused ? 126 : 127, reason };
    }
    default:
      return end satisfies never;
  }
}

/** The beginning of what a program wrote. */
function createOutput() {
  const pieces: Buffer[] = [];
  let bytes = 0;
  let cut = false;
  return {
    take(piece: Buffer) {
      const room = OUTPUT_BYTES - bytes;
      if (piece.length > room) cut = true;
      const kept = Buffer.from(piece.subarray(0, room));
      bytes += kept.length;
      if (kept.length > 0) pieces.push(kept);
    },
    text: () => Buffer.concat(pieces).toString('utf8'),
    isCut: () => cut,
  };
}
