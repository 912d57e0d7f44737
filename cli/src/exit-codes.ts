/**
 * Every exit code of `rein` itself. docs/reference/exit-codes.md is this table in prose; a test
 * compares the two. `rein run` otherwise ends with the exit code of its command, so the codes that
 * only it uses are where shells and `env` keep theirs.
 */
export const EXIT = {
  /** All is well. */
  ok: 0,
  /** The answer is no: an invalid policy, a record that does not verify, a case that failed. */
  no: 1,
  /** The command line makes no sense. */
  usage: 2,
  /** The policy asks for what this machine cannot enforce. */
  unenforceable: 3,
  /** There is no such run, hold or file. */
  notFound: 4,
  /** The engine or the daemon did not do what was asked, e.g. a decision from inside the run. */
  refused: 5,
  /** The daemon does not answer. */
  unreachable: 6,
  /** The run used more time than it had; as `timeout` says it. */
  timedOut: 124,
  /** The run went on, but not all of it is on the record. */
  recordIncomplete: 122,
  /** The engine could not start, or ended before the run did; or the system refused what rein needs. */
  engine: 125,
  /** The command was found and could not be executed: also when the policy refused it. */
  notExecutable: 126,
  /** The command was not found. */
  commandNotFound: 127,
  /** Plus the number of the signal that ended the command. */
  signalBase: 128,
} as const;
