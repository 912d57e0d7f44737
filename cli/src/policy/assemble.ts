import { builtInRules, seesReads, sparingCursor } from '@rein/govern';
import type { Program } from '@rein/language';
import { loginFile, readLogin } from '../daemon/login.js';
import type { RunPlace } from '../run/record-of-run.js';
import { invalid } from './invalid.js';
import type { LoadedPolicy } from './load.js';

/** The program of a policy that is to be run. Throws `policy-invalid`, and says what is wrong. */
export function programOf(policy: LoadedPolicy): Program {
  if (policy.program !== null) return policy.program;
  throw invalid(policy, policy.diagnostics);
}

/** The program that a run is held to: the policy's, and Rein's own rules behind it. */
export function runProgram(policy: LoadedPolicy, { state, folder }: RunPlace): Program {
  const program = programOf(policy);
  const { source } = policy;
  const looksAtReads = seesReads(program);
  const socket = readLogin()?.address.socket;
  const own = builtInRules({
    state,
    runFolder: folder,
    root: source.root,
    policyFile: source.kind === 'file' ? source.path : undefined,
    seesReads: looksAtReads,
    // What this user may do at the daemon is not for an agent of the user. Who has no login pays nothing.
    ...(socket === undefined ? {} : { sockets: [socket] }),
    ...(socket === undefined || !looksAtReads ? {} : { secrets: [loginFile(state)] }),
  });
  return { ...program, rules: [...sparingCursor(program.rules, folder), ...own] };
}
