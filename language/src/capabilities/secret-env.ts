/** The variable that a secret's value comes from when its rule names none: `real_agent/token` is `REAL_AGENT_TOKEN`. */
export function defaultSecretEnv(scope: string): string {
  return scope.toUpperCase().replace(/[^A-Z0-9]/g, '_');
}
