import type { Check } from './check.js';

const secret = 'rule no-secret:\n  block read "$D/secret"\n  because "secret"';

/** A process that outlives whom `kill` names, tries to read, and leaves word of it in `end`. */
function survives(id: string, says: string, victim: string): Check {
  return {
    id,
    says,
    tiers: ['lsm', 'fmodret'],
    policies: { one: secret },
    script: `
echo x > secret
governed one -- bash -c 'echo > up; until [ -e killed ]; do sleep 0.1; done; { cat secret && echo got || echo refused; bash -c "cat secret" && echo got || echo refused; } > said 2>/dev/null; mv said end' 2>/dev/null &
rein=$!
await [ -e up ]
kill -9 ${victim}; touch killed
await [ -e end ]
wait $rein 2>/dev/null
expect 'refused refused' "$(echo $(cat end))" survivor
expect x "$(cat secret)" ungoverned`,
  };
}

export const RUN_CHECKS: readonly Check[] = [
  {
    id: 'hooks',
    says: 'while a run lives, its hooks are attached: exec, open, write, unlink, rename, connect, fork, exit',
    tiers: ['lsm', 'fmodret'],
    policies: { one: secret },
    script: `
governed one -- bash -c 'touch up; until [ -e end ]; do sleep 0.1; done' 2>/dev/null & rein=$!
await [ -e up ]
[ "$TIER" = lsm ] && kind=l || kind=m
for hook in \${kind}_bprm_check_security \${kind}_file_open \${kind}_file_permission \${kind}_path_unlink \${kind}_path_rename \\
  \${kind}_socket_connect \${kind}_task_alloc t_exec t_exit; do
  [ -e /sys/fs/bpf/rein-$TIER-*/link_$hook ] || { echo "$hook is not attached" >&2; exit 1; }
done
touch end; wait $rein`,
  },
  {
    id: 'quiet',
    says: 'ten thousand calls that no rule is about send nothing up',
    policies: { one: secret },
    script: `
echo x > plain
kinds() { grep -o '"kind":"[^"]*"' "$P/events"; }
govern one -- python3 -c 'pass' 2>/dev/null; kinds > before
govern one -- python3 -c 'for _ in range(10000): open("plain").close()' 2>/dev/null; kinds > after
[ -s before ] || { echo "no events at all" >&2; exit 1; }
expect "$(cat before)" "$(cat after)" kinds`,
  },
  survives(
    'survive-engine',
    'a run stays governed after kill -9 of its engine',
    '$(engine_of $rein)',
  ),
  survives('survive-rein', 'a run stays governed after kill -9 of `rein run`', '$rein'),
  {
    id: 'two-runs',
    everyday: true,
    says: 'two runs at once hold to their own policies, and nobody else is affected',
    policies: { one: secret, two: 'rule no-other:\n  block read "$D/other"\n  because "other"' },
    script: `
echo s > secret; echo o > other
both='touch "up-$0"; until [ -e go ]; do sleep 0.1; done; cat secret 2>/dev/null; cat other 2>/dev/null; touch "tried-$0"; until [ -e end ]; do sleep 0.1; done'
govern one -- bash -c "$both" 1 > first 2>/dev/null & a=$!
rein run --engine "$TIER" --policy two.yaml -- bash -c "$both" 2 > second 2>/dev/null & b=$!
await [ -e up-1 ]; await [ -e up-2 ]; touch go
await [ -e tried-1 ]; await [ -e tried-2 ]; outside=$(cat secret other | tr -d '\\n'); touch end
wait $a $b
expect o "$(cat first)" first
expect s "$(cat second)" second
expect so "$outside" outside`,
  },
  {
    id: 'stale-pin',
    says: 'rein doctor --fix removes hooks that no run uses, and only those',
    tiers: ['lsm', 'fmodret'],
    policies: { one: secret },
    script: `
stale=/sys/fs/bpf/rein-$TIER-00000000
governed one -- bash -c 'touch up; until [ -e end ]; do sleep 0.1; done' 2>/dev/null & rein=$!
await [ -e up ]
mkdir $stale
rein doctor > before; grep -q "rein-$TIER-00000000: 0 runs" before || { cat before >&2; exit 1; }
rein doctor --fix > after; grep -q "rein-$TIER-00000000: removed" after || { cat after >&2; exit 1; }
[ ! -e $stale ] || { echo "still there" >&2; exit 1; }
touch end; wait $rein
expect 1 "$(ls -d /sys/fs/bpf/rein-$TIER-* | wc -l)" 'hooks in use'`,
  },
  {
    id: 'storm',
    says: 'what the engine could not take in time is counted, not forgotten',
    tiers: ['lsm', 'fmodret'],
    policies: { notes: 'rule notes:\n  notify read "$D/noted"\n  because "noted"' },
    script: `
tries=8000
echo x > noted
cat > storm.py <<PY
import os, time
open("up", "w")
while not os.path.exists("go"): time.sleep(0.1)
for _ in range($tries): open("noted").close()
open("over", "w")
while not os.path.exists("end"): time.sleep(0.1)
PY
governed notes -- python3 storm.py 2>/dev/null & rein=$!
await [ -e up ]
engine=$(engine_of $rein); kill -STOP $engine
touch go; await [ -e over ]
kill -CONT $engine; touch end; wait $rein
told=$(grep -c '"kind":"match"' "$P/events")
lost=$(grep -o '"events_lost":[0-9]*' "$P/events" | cut -d: -f2)
[ "$lost" -gt 0 ] || { echo "nothing was lost of $tries" >&2; exit 1; }
expect $tries $((told + lost)) 'told and lost'`,
  },
  {
    id: 'sudo',
    says: 'under sudo the engine is root and the command, its files and the record are not',
    policies: { one: secret },
    script: `
echo x > secret; chmod 666 secret; chown 1000:1000 .
export XDG_STATE_HOME=$(mktemp -d) SUDO_UID=1000 SUDO_GID=1000; chown 1000:1000 "$XDG_STATE_HOME"
said=$(rein run --engine "$TIER" --policy one.yaml -- bash -c 'id -u; id -g; touch made; cat secret || echo refused' 2>/dev/null)
expect '1000 1000 refused' "$(echo $said)" command
expect '1000 1000' "$(stat -c %u made) $(stat -c %u "$XDG_STATE_HOME"/rein/runs)" owners
expect 0 "$(XDG_STATE_HOME=$(mktemp -d) rein run --run-as-root --engine "$TIER" --policy one.yaml -- bash -c 'id -u' 2>/dev/null)" asked`,
  },
  {
    id: 'self',
    says: 'a governed process cannot signal the engine or its keeper, load BPF or mount',
    policies: { one: secret },
    script: `
cat > inside.sh <<'SH'
kill -9 $PPID 2>/dev/null && echo killed
for comm in /proc/[0-9]*/comm; do
  case "$(cat $comm 2>/dev/null)" in rein-*) kill -9 "\${comm//[!0-9]/}" 2>/dev/null && echo killed ;; esac
done
bpftool prog list >/dev/null 2>&1 && echo bpf
mkdir -p m; busybox mount -t tmpfs t m 2>/dev/null && echo mounted
echo end
SH
expect end "$(govern one -- bash inside.sh 2>/dev/null)" inside`,
  },
  {
    id: 'stopped-parent',
    says: 'a parent that waits with WUNTRACED is told of the stop, and of the end',
    policies: { asks: 'rule asks:\n  ask read "$D/asked"\n  because "ask"' },
    script: `
echo x > asked
cat > parent.py <<'PY'
import os, sys
pid = os.fork()
if pid == 0:
    try: open("asked").read()
    except PermissionError: os._exit(1)
    os._exit(0)
stops = 0
while True:
    _, status = os.waitpid(pid, os.WUNTRACED)
    if not os.WIFSTOPPED(status): break
    stops += 1
print("ended", os.WEXITSTATUS(status), file=open("said", "w"))
PY
govern asks --ask allow -- python3 parent.py
expect 'ended 0' "$(cat said)" allowed
govern asks --ask deny -- python3 parent.py
expect 'ended 1' "$(cat said)" denied`,
  },
];
