import { basename } from 'node:path';
import type { Tier } from '@rein/contract';
import {
  type AskMode,
  followNames,
  moreNames,
  shown,
  systemLookUp,
  type TakeMessages,
} from '@rein/enforce';
import {
  hostFacts,
  hostNamesOf,
  tablesOf,
  tierFor,
  tiersHere,
  unenforceable,
  unguarded,
  whyNot,
} from '@rein/govern';
import type { Program } from '@rein/language';
import { cliFault } from '../fault.js';
import { programOf, runProgram } from '../policy/assemble.js';
import { compileForRun } from '../policy/compile.js';
import { chooseSource, type LoadedPolicy, loadPolicy, type PolicyOptions } from '../policy/load.js';
import { createEventsFile } from '../record/events-file.js';
import { say } from '../terminal/streams.js';
import { colorsFor } from '../terminal/style.js';
import { count } from '../terminal/words.js';
import { environmentOf } from './environment.js';
import { type Governed, govern } from './governed.js';
import { createKeeper, type Keeper } from './keeper.js';
import type { RootAside } from './privileges.js';
import { createRunRecord, planRun, type RunPlace } from './record-of-run.js';
import { seeThrough } from './see-through.js';

/** A person is asked this long when neither `--ask` nor the policy says otherwise. */
const ASK_SECONDS_DEFAULT = 60;
/** Clauses named one by one when a policy is refused; `rein check` lists all. */
const NAMED_MAX = 10;

export interface RunOptions extends PolicyOptions {
  readonly command: readonly string[];
  readonly engine: Tier | 'auto';
  readonly events?: string;
  readonly ask?: AskMode | undefined;
  /** Under sudo. */
  readonly root: RootAside | undefined;
  readonly agent?: string;
  readonly allowUnenforced?: true;
}

/**
 * `rein run`: from the policy to the exit code. The engine comes up while the policy is compiled, and
 * tries itself out while the record is begun.
 */
export async function runCommand(options: RunOptions): Promise<number> {
  const tierOf = askMachine(options);
  const policy = loadPolicy(chooseSource(options));
  programOf(policy);
  const events = options.events === undefined ? undefined : createEventsFile(options.events);
  const place = planRun();
  const program = runProgram(policy, place);
  const wanted = await tierOf(program);
  let keeper: Keeper | undefined;
  const governed = startGoverned(options, wanted, policy, place, (messages) =>
    keeper?.take(messages),
  );
  try {
    const agent = options.agent ?? basename(options.command[0] ?? '');
    const facts = hostFacts(policy.source.root, agent);
    const { image, numbers } = compileForRun(policy, program, facts);
    governed.engine.load(image);
    const record = await createRunRecord(place, policy.document.text, image);
    const tier = await whenReady(governed);
    keeper = createKeeper({
      record,
      governed,
      ...(events === undefined ? {} : { events }),
      tables: { ...tablesOf(program), tier },
      numbers,
      agent,
      command: options.command,
      policy: policy.name,
    });
    await keeper.begun();
    await refuseUnenforceable(program, tier, options, keeper);
  } catch (error) {
    governed.engine.stop();
    throw error;
  }
  const { send } = governed.engine;
  const names = followNames(hostNamesOf(program), send, systemLookUp, () =>
    moreNames(place.folder),
  );
  warnMissing(await names.first);
  governed.engine.go();
  try {
    return await seeThrough(governed, keeper);
  } finally {
    names.stop();
  }
}

/**
 * Finds the tier of a policy. The engine is asked as root where root was lent: it alone knows what root
 * could have here. Whoever is root needs its answer for nearly every policy, so it is asked before
 * that is read.
 */
function askMachine({ engine, root }: RunOptions): (program: Program) => Promise<Tier> {
  const asRoot = root?.asRoot ?? (<T>(act: () => T): T => act());
  const early = asRoot(() =>
    engine === 'auto' && process.geteuid?.() === 0 ? tiersHere() : undefined,
  );
  return async (program) => {
    await asRoot(() => checkTier(engine));
    return asRoot(() => tierFor(program, engine, () => early ?? tiersHere()));
  };
}

/** A tier that was asked for by name and is not there is said as such, before anything is started. */
async function checkTier(engine: RunOptions['engine']): Promise<void> {
  if (engine === 'auto' || engine === 'supervisor') return;
  const why = await whyNot(engine);
  if (why !== undefined) throw cliFault('no-tier', { tier: engine, why });
}

function startGoverned(
  { command, ask, root }: RunOptions,
  tier: Tier,
  { source, document }: LoadedPolicy,
  { run, folder, feedbackPath }: RunPlace,
  take: TakeMessages,
): Governed {
  const timeoutMs = document.settings.askTimeoutMs;
  const waitSeconds = timeoutMs === null ? ASK_SECONDS_DEFAULT : Math.ceil(timeoutMs / 1000);
  const env = environmentOf({
    run,
    feedbackFile: feedbackPath,
    policyFile: source.kind === 'file' ? source.path : '',
    projectDir: source.root,
  });
  return govern({ runFolder: folder, ask: ask ?? { waitSeconds }, tier, root, command, env }, take);
}

/** A policy is not run in part unless a person said so. */
async function refuseUnenforceable(
  program: Program,
  tier: Tier,
  { allowUnenforced }: RunOptions,
  keeper: Keeper,
): Promise<void> {
  const missing = unenforceable(program, tier);
  if (missing.length === 0 || allowUnenforced === true) {
    if (unguarded(tier)) warnUnguarded(tier);
    return;
  }
  for (const { clause, why } of missing.slice(0, NAMED_MAX)) {
    say(`${shown(clause.text)}: ${why}\n`);
  }
  const what = count(missing.length, 'clause');
  await keeper.refuse(`${what} cannot be enforced`);
  throw cliFault('unenforceable', { count: what });
}

/** Resolves when the engine took the policy; throws what it said instead. */
async function whenReady({ ready, ended }: Governed) {
  return Promise.race([
    ready,
    ended.then((end) => {
      throw end.state === 'failed' ? end.fault : new Error('the engine ended before it was ready');
    }),
  ]);
}

function warnUnguarded(tier: Tier): void {
  const { yellow } = colorsFor('stderr');
  say(
    `${yellow('warning')}: ${tier} refuses no operation on files, so the run could change its own ` +
      'policy and record\n',
  );
}

function warnMissing(names: readonly string[]): void {
  if (names.length === 0) return;
  const { yellow } = colorsFor('stderr');
  say(
    `${yellow('warning')}: no address is known for ${names.join(', ')}; ` +
      'the policy learns it when the run looks it up\n',
  );
}
