/** What the command of a run finds in its environment, beside what was there. */
export interface RunEnvironment {
  readonly run: string;
  readonly feedbackFile: string;
  readonly policyFile: string;
  readonly projectDir: string;
}

/**
 * The environment of the command. `CLAUDE_PROJECT_DIR` and its like are left to the agents that
 * define them; a nested run replaces ours.
 */
export function environmentOf(
  { run, feedbackFile, policyFile, projectDir }: RunEnvironment,
  inherited: NodeJS.ProcessEnv = process.env,
): NodeJS.ProcessEnv {
  return {
    ...inherited,
    REIN_RUN_ID: run,
    REIN_FEEDBACK_FILE: feedbackFile,
    REIN_POLICY_FILE: policyFile,
    REIN_PROJECT_DIR: projectDir,
  };
}
