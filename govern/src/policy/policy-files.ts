/** Names a policy is found under, relative to its project, in the order they are looked for. */
export const POLICY_FILES = [
  'rein.yaml',
  '.rein/policy.yaml',
  'actplane.yaml',
  '.actplane/policy.yaml',
] as const;
