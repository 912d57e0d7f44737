import { join } from 'node:path';
import { ACTION_ARGS, type ActionName } from '@rein/contract/api';
import type { CapabilityAction, CapabilityRule } from '@rein/language';
import { reasonOf } from '../../fault.js';
import type { RunRow } from '../../runs/run-row.js';
import type { Runs } from '../../runs/runs.js';
import type { Judge } from '../judge.js';
import { type ActionOutcome, Failure, Refusal } from '../outcome.js';
import { connectOnce } from './connect.js';
import { fetchBeneath, type Network, placesOf } from './fetch.js';
import { deleteBeneath, listBeneath, readFileBeneath, writeFileBeneath } from './files.js';
import { readSecret } from './secrets.js';
import { findProgram, spawnGoverned } from './spawn.js';

/** What performing needs. */
export interface Performer {
  readonly runs: Runs;
  readonly network: Network;
  /** Where secrets come from. */
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** An action that was allowed, or granted, and is on the record. */
export interface Permitted {
  readonly run: RunRow;
  readonly workspace: string;
  readonly name: ActionName;
  readonly args: Readonly<Record<string, unknown>>;
  readonly judge: Judge;
  /** The rule that allowed or asked. */
  readonly rule: CapabilityRule | null;
  readonly granted: boolean;
}

/** Performs an action. What goes wrong is an outcome; only a bug throws. */
export async function perform(performer: Performer, permitted: Permitted): Promise<ActionOutcome> {
  try {
    return await performNow(performer, permitted);
  } catch (error) {
    if (error instanceof Refusal) return { status: 'denied', reason: error.message };
    if (error instanceof Failure) return { status: 'failed', reason: error.message };
    return { status: 'failed', reason: reasonOf(error) };
  }
}

/**
 * What becomes of an action that nobody here can carry out, whatever the rules say; undefined for the
 * others. A person is not asked about it: the answer would change nothing.
 */
export function nobodyFor(name: ActionName): NotDone | undefined {
  return name === 'mcp.call' ? { status: 'failed', reason: NO_GATEWAY } : undefined;
}

type NotDone = Extract<ActionOutcome, { readonly reason: string }>;
const NO_GATEWAY =
  'the decision is on record, and nobody here carries a call out: there is no MCP gateway. ' +
  'Call the server from the run itself, where the rules about programs and connections hold';

async function performNow(
  { runs, network, environment }: Performer,
  { run, workspace, name, args, judge, rule, granted }: Permitted,
): Promise<ActionOutcome> {
  // A grant stands for the rules that ask; what is denied once more is known is denied all the same.
  const again = (action: CapabilityAction) => judge.judge(action);
  switch (name) {
    case 'fs.read': {
      const { path, encoding } = ACTION_ARGS[name].parse(args);
      const why = await runs.read(run, join(workspace, path));
      if (why === 'EPERM') throw new Refusal('the rules of the run refuse it');
      return readFileBeneath(workspace, path, encoding, rule?.conditions.maxBytes);
    }
    case 'fs.write': {
      const { path, content, encoding } = ACTION_ARGS[name].parse(args);
      return writeFileBeneath(workspace, path, Buffer.from(content, encoding), async (file) => {
        const why = await runs.label(run, file);
        if (why !== undefined) throw new Failure(`the labels of the run are not on it: ${why}`);
      });
    }
    case 'fs.delete':
      return deleteBeneath(workspace, ACTION_ARGS[name].parse(args).path);
    case 'fs.list':
      return listBeneath(workspace, ACTION_ARGS[name].parse(args).path);
    case 'net.fetch': {
      const { url, method, headers, body, encoding } = ACTION_ARGS[name].parse(args);
      const sent = body === undefined ? {} : { body: Buffer.from(body, encoding) };
      const first = { url, method: method.toUpperCase(), headers, encoding, ...sent };
      return fetchBeneath(first, network, again);
    }
    case 'net.connect': {
      const { address } = ACTION_ARGS[name].parse(args);
      const [, host = '', port = '0'] = /^\[?([^[\]]+?)\]?:([0-9]{1,5})$/.exec(address) ?? [];
      const action = { capability: name, host, port: Number(port) } as const;
      return connectOnce((await placesOf(network, action, again)).address, Number(port));
    }
    case 'proc.spawn': {
      const asked = ACTION_ARGS[name].parse(args);
      const program = await findProgram(asked.command, workspace);
      const { verdict, reason, by } = judge.judge({
        ...{ capability: name, program: asked.command, args: asked.args, resolved: program },
      });
      if (verdict === 'deny' || (verdict === 'ask' && !granted)) throw new Refusal(reason);
      return spawnGoverned(runs, run, workspace, {
        ...{ program, argv: [asked.command, ...asked.args], timeoutMs: asked.timeout_ms },
        ...(asked.cwd === undefined ? {} : { cwd: asked.cwd }),
        // What the engine asks by the same rules was answered by the judge, or by a person.
        granted: [
          ...(rule === null ? [] : [rule.id]),
          ...(granted && by !== undefined ? [by] : []),
        ],
      });
    }
    case 'mcp.call':
      throw new Failure(NO_GATEWAY);
    case 'secrets.read':
      return readSecret(ACTION_ARGS[name].parse(args).scope, rule, environment);
    default:
      return name satisfies never;
  }
}
