import type { Check } from './check.js';

const POLICY = `version: 1
capabilities:
  fs.read:
    - allow: "**"
  fs.write:
    - allow: "**"
  proc.spawn:
    - allow: [bash, cat, sleep]
policy: |
  source SECRET = file "$D/secret"
  rule nothing-leaves:
    block write "$D/out*" if SECRET
    because "It has seen the secret."
`;

const JOB = `version: 1
steps:
  - { action: proc.spawn, args: { command: bash, args: ["-c", "echo > out1"] } }
  - { action: proc.spawn, args: { command: cat, args: [secret] } }
  - { action: proc.spawn, args: { command: bash, args: ["-c", "echo > out2"] } }
`;

/** Runs of the daemon, which take the strongest tier there is. */
export const DAEMON_CHECKS: readonly Check[] = [
  {
    id: 'daemon',
    says: 'what actions start carries the labels of their run; a cancelled run leaves no process',
    tiers: ['lsm', 'fmodret'],
    policies: {},
    script: `
export XDG_RUNTIME_DIR=$P HOME=$P
cat > agent.yaml <<YAML
${POLICY}YAML
cat > job.yaml <<'YAML'
${JOB}YAML
echo x > secret
rein daemon start && rein daemon init --label ada && rein agent create a --workspace "$D" --policy agent.yaml || exit 1
rein run a --job job.yaml || { cat state/rein/runs/*/runner.log "$P"/state/rein/runs/*/runner.log >&2; exit 1; }
expect 'out1' "$(echo out*)" 'written'
expect "$TIER" "$(rein runs --json | grep -o '"tier":"[a-z]*"' | cut -d'"' -f4)" tier
run=$(rein run a --detach -- bash -c '(setsid sleep 4444 &); touch up; sleep 4444; true')
await [ -e up ]
rein cancel "$run" || exit 1
expect '' "$(cat /proc/[0-9]*/cmdline 2>/dev/null | tr '\\0' ' ' | grep -o 'sleep 4444')" 'left over'
rein daemon stop`,
  },
];
