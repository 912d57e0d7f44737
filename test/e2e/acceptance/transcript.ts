/** What the agent saw, cut into its steps: what stands behind `== a`, and so on. */
export function stepsOf(stdout: string): ReadonlyMap<string, string> {
  const steps = stdout.split(/^== (?=[a-h]$)/m).slice(1);
  return new Map(steps.map((text) => [text.slice(0, 1), text.slice(2)]));
}
