import { createHash } from 'node:crypto';
import type { RunClause, RunNumbers, RunRule } from '@rein/enforce';
import { check, lower, type Program, parsePolicyFile } from '@rein/language';
import { budgetRules, type CountedByEngine } from './budgets.js';
import { builtInRules, sparingCursor } from './built-in.js';
import { type CapabilitiesOfRun, capabilityRules } from './capability-rules.js';
import { hostFacts } from './host-facts.js';
import { hostNamesOf } from './host-names.js';
import { seesReads } from './sees-reads.js';
import { tablesOf } from './tables.js';

/** A policy and the place of the run that it is for. */
export interface PolicyOfRun {
  /** Path of the policy file, which the run may not change. */
  readonly path: string;
  readonly text: string;
  /** What relative patterns start from, and where hooks are configured. Resolved. */
  readonly root: string;
  /** State directory and folder of the run. Resolved. */
  readonly state: string;
  readonly runFolder: string;
  /** Name of the agent, for `source … = agent`. */
  readonly agent?: string;
  /** Sockets and secrets of the daemon, which the run may not use; see `Protected`. */
  readonly sockets?: readonly string[];
  readonly secrets?: readonly string[];
  /** What the engine is to hold the run to; see `budgetRules`. */
  readonly budgets?: CountedByEngine;
  /** How the capabilities of the policy become rules; without it they do not. */
  readonly capabilities?: CapabilitiesOfRun;
}

/** What the engine and the record need of a policy. */
export interface PreparedPolicy {
  readonly program: Program;
  readonly image: Uint8Array;
  readonly rules: RunRule[];
  readonly clauses: RunClause[];
  readonly numbers: RunNumbers;
  /** Host names to be looked up before the command starts. */
  readonly hostNames: readonly string[];
  /** How long the policy says that a person is asked, if it does. */
  readonly askTimeoutMs: number | null;
}

/** One line saying what is wrong with a policy, first error first; undefined when nothing is. */
export function judgePolicyText(text: string): string | undefined {
  const { program, diagnostics } = check(parsePolicyFile(Buffer.from(text)));
  if (program !== null) return undefined;
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  const [first] = errors;
  if (first === undefined) return 'files with domains cannot be run yet';
  return errors.length === 1 ? first.message : `${first.message} (and ${errors.length - 1} more)`;
}

/**
 * Brings a policy into the form the engine takes, Rein's own rules included; `after`: to take the place of
 * one with these labels and gates. Throws what is wrong.
 */
export function preparePolicy(policy: PolicyOfRun, after?: RunNumbers): PreparedPolicy {
  const { path, text, root, state, runFolder, agent, sockets = [], secrets = [] } = policy;
  const { capabilities, budgets = {} } = policy;
  const document = parsePolicyFile(Buffer.from(text));
  const checked = check(document);
  if (checked.program === null) throw new Error(judgePolicyText(text) ?? 'it cannot be used');
  const own = builtInRules({
    state,
    runFolder,
    root,
    policyFile: path,
    seesReads: seesReads(checked.program),
    sockets,
    secrets,
  });
  const lowerable =
    capabilities === undefined ? [] : capabilityRules(document.capabilities, capabilities);
  const counted = budgetRules(budgets, checked.program.gates.length);
  const others = [...checked.program.rules, ...lowerable, ...counted.rules];
  const program = {
    ...checked.program,
    gates: [...checked.program.gates, ...counted.gates],
    rules: [...sparingCursor(others, runFolder), ...own],
  };
  const policyDigest = createHash('sha256').update(text).digest();
  const lowered = lower(program, hostFacts(root, agent), {
    policyDigest,
    ...(after === undefined ? {} : { after }),
  });
  if (!lowered.ok) throw new Error(lowered.diagnostics[0]?.message ?? 'it cannot be lowered');
  return {
    program,
    image: lowered.image,
    numbers: lowered.numbers,
    ...tablesOf(program),
    hostNames: hostNamesOf(program),
    askTimeoutMs: document.settings.askTimeoutMs,
  };
}
