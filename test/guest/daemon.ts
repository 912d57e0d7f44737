import type { Check } from './check.js';

/** Who asks reind for a program, asks a person for a file, and then stays. */
const plan = `
echo '{"syscall":"proc.spawn","args":{"command":"bash","args":["started.sh"]}}'
until [ -e started ]; do sleep 0.1; done
cat asked > answered 2>/dev/null || echo refused > answered
cat asked > again 2>/dev/null || echo refused > again
until [ -e swapped ]; do sleep 0.1; done
cat later > last 2>/dev/null || echo refused > last
sleep 1000
`;

/** Started for an action; what it leaves behind belongs to nobody's tree. */
const started = `
{ cat secret && echo got || echo refused; } > said 2>/dev/null
setsid sleep 1000 > /dev/null 2>&1 &
mv said started
`;

const rules = `rule no-secret:
  block read "$D/secret"
rule asks:
  ask read "$D/asked"`;

export const DAEMON_CHECKS: readonly Check[] = [
  {
    id: 'daemon',
    everyday: true,
    says: 'a run of the daemon: programs of its actions are held, asks wait in the queue, its policy is swapped, and cancelling ends it whole',
    tiers: ['lsm', 'fmodret'],
    policies: { worker: rules, stricter: `${rules}\nrule no-later:\n  block read "$D/later"` },
    script: `
for file in secret asked later; do echo x > $file; done
cat > plan.sh <<'SH'
${plan}
SH
cat > started.sh <<'SH'
${started}
SH
cat > capabilities <<'YAML'
capabilities:
  fs.read: [{allow: "**"}]
  fs.write: [{allow: "**"}]
  fs.delete: [{allow: said}]
  proc.spawn: [{allow: bash}]
YAML
for policy in worker stricter; do cat capabilities >> $policy.yaml; done
trap 'rein daemon stop >&2' EXIT
sam="--token-file $P/sam.token"
rein daemon start >&2; rein daemon init --label ada >&2
rein token create --role run_submitter --label sam --save "$P/sam.token" >&2
rein agent create worker --workspace . --policy worker.yaml >&2
rein run worker $sam --wrapper 'bash plan.sh' >&2 & rein=$!
await [ -e started ]
expect refused "$(cat started)" 'program of an action'
held() { rein approvals --json | grep -q '"id"'; }
id() { rein approvals --json | grep -o '"id":"[^"]*"' | head -n 1 | cut -d'"' -f4; }
await held; rein approve "$(id)" >&2
await [ -s answered ]
await held; rein deny "$(id)" >&2
await [ -s again ]
expect 'x refused' "$(cat answered again | xargs)" decisions
run=$(ls "$XDG_STATE_HOME/rein/runs")
rein policy swap last stricter.yaml >&2 || exit 1
touch swapped; await [ -s last ]
expect refused "$(cat last)" swapped
grep -q '"kind":"policy".*stricter.yaml' "$XDG_STATE_HOME/rein/runs/$run/log.jsonl" || { echo "no word of the swap" >&2; exit 1; }
expect "$TIER" "$(grep -o '"tier":"[^"]*"' "$XDG_STATE_HOME/rein/runs/$run/run.json" | cut -d'"' -f4)" tier
# The keeper of the hooks has the engine's environment too, and stays for a while.
members() { for process in $(grep -lsz "REIN_RUN_ID=$run" /proc/[0-9]*/environ); do
  grep -svE '^rein-(keeper|engine)$' "\${process%environ}comm"; done; }
[ "$(members | wc -l)" -gt 3 ] || { echo "the run has" $(members) >&2; exit 1; }
rein cancel last >&2
expect '' "$(echo $(members))" 'left by cancel'
wait $rein; rein audit verify >&2 || exit 1`,
  },
];
