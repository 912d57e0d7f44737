import type { Check } from './check.js';

const secret = 'rule no-secret:\n  block read "$D/secret"\n  because "secret"';

export const RUN_CHECKS: readonly Check[] = [
  {
    id: 'swap',
    says: 'no denied open succeeds during 1000 swaps of the policy',
    policies: {
      one: secret,
      other: `${secret}\nrule more:\n  block read "$D/other/**"\n  because "more"`,
    },
    script: `
echo x > secret
cat > hammer.py <<'PY'
import sys, time
end = time.time() + 200
tries = got = 0
while time.time() < end:
    tries += 1
    try:
        open("secret"); got += 1
    except PermissionError:
        pass
    if tries % 500 == 0 and " swaps" in open(sys.argv[1]).read():
        break
print("succeeded", got, "more than a thousand tries" if tries > 1000 else tries)
PY
said=$(govern one --swap "$P/other.img" -- bash -c 'python3 hammer.py "$0" 2>/dev/null' "$P/swaps" 2>"$P/swaps")
expect 'succeeded 0 more than a thousand tries' "$said" hammer
grep -q ' swaps' "$P/swaps" || { echo "fewer than 1000 swaps" >&2; exit 1; }`,
  },
  {
    id: 'survive',
    says: 'a run stays governed after kill -9 of its engine, and its slot is free when it is empty',
    policies: { one: secret },
    script: `
echo x > secret
governed one -- bash -c 'sleep 1.5; cat secret 2>/dev/null && echo got > end || echo refused > end; bash -c "cat secret" 2>/dev/null && echo got >> end; true' 2>/dev/null &
engine=$!
sleep 0.7; kill -9 $engine; wait $engine 2>/dev/null
for i in $(seq 60); do [ -s end ] && break; sleep 0.1; done; sleep 0.5
expect refused "$(cat end)" survivor
expect x "$(cat secret)" ungoverned
expect 0 "$(rein-hooks status)" 'runs that are left'`,
  },
  {
    id: 'two-runs',
    says: 'two runs at once hold to their own policies, and nobody else is affected',
    policies: { one: secret, two: 'rule no-other:\n  block read "$D/other"\n  because "other"' },
    script: `
echo s > secret; echo o > other
both='sleep 0.5; cat secret 2>/dev/null; cat other 2>/dev/null; sleep 0.5'
govern one -- bash -c "$both" > first 2>/dev/null & a=$!
rein-hooks run "$P/two.img" --events "$P/events2" -- bash -c "$both" > second 2>/dev/null & b=$!
sleep 0.6; outside=$(cat secret other | tr -d '\\n')
wait $a $b
expect o "$(cat first)" first
expect s "$(cat second)" second
expect so "$outside" outside`,
  },
  {
    id: 'self',
    says: 'a governed process cannot signal the engine or its keeper, load BPF or mount',
    policies: { one: `${secret}` },
    script: `
cat > inside.sh <<'SH'
kill -9 $PPID 2>/dev/null && echo killed
for comm in /proc/[0-9]*/comm; do
  [ "$(cat $comm 2>/dev/null)" = rein-keeper ] && { kill -9 "\${comm//[!0-9]/}" 2>/dev/null && echo killed; }
done
bpftool prog list >/dev/null 2>&1 && echo bpf
mkdir -p m; busybox mount -t tmpfs t m 2>/dev/null && echo mounted
echo end
SH
expect end "$(govern one -- bash inside.sh 2>/dev/null)" inside`,
  },
];
