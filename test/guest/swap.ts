import type { Check } from './check.js';

const deny = 'block read "$D/secret"\n  because "secret"';

export const SWAP_CHECKS: readonly Check[] = [
  {
    id: 'swap',
    says: 'the policy of a run is swapped 1000 times, and what both deny succeeds not once',
    tiers: ['lsm', 'fmodret'],
    policies: {},
    images: {
      one: `rule one:\n  ${deny}`,
      other: `rule first:\n  block read "$D/third"\n  because "third"\nrule other:\n  ${deny}`,
    },
    script: `
echo x > secret; echo y > plain
cat > hammer.py <<'PY'
import os, sys
tried = got = plain = 0
while not os.path.exists("end"):
    for path in ("secret", "plain"):
        tried += 1
        try:
            os.close(os.open(path, os.O_RDONLY))
            got += path == "secret"
            plain += path == "plain"
        except PermissionError:
            pass
print("got", got, "of", tried, "plain", plain == tried // 2, file=open("said", "w"))
PY
drive one --swap other.img 1000 -- python3 hammer.py 2>/dev/null & drive=$!
await grep -q '^{"swaps":' "$P/driven.swaps"; touch end; wait $drive
expect '{"swaps":1000}' "$(cat "$P/driven.swaps")" swaps
expect 'got 0 plain True' "$(sed 's/of [0-9]* //' said)" hammered
# Both policies were asked. Clauses count on: one of the first, two of the other, and so on.
decisive=$(grep -o '"decisive":[0-9]*' "$P/driven" | cut -d: -f2)
for rest in 0 2; do
  for clause in $decisive; do [ $((clause % 3)) = $rest ] && continue 2; done
  echo "clause $rest of 3: never" >&2; exit 1
done`,
  },
  {
    id: 'swap-state',
    says: 'labels and gates stay when the policy is swapped, and one that counts others is refused',
    tiers: ['lsm', 'fmodret'],
    policies: {},
    images: {
      flows: `source SECRET = file "$D/secret"
rule no-net:
  block connect "127.0.0.1:9" if SECRET
  because "secret"`,
      more: `source SECRET = file "$D/secret"
source PLAIN = file "$D/plain"
rule no-net:
  block connect "127.0.0.1:9" if PLAIN or SECRET
  because "more"`,
      others: `source PLAIN = file "$D/plain"
source SECRET = file "$D/secret"
rule no-net:
  block connect "127.0.0.1:9" if PLAIN or SECRET
  because "others"`,
    },
    script: `
echo x > secret; echo y > plain
cat > carries.sh <<'SH'
read line < secret
(exec 3<>/dev/udp/127.0.0.1/9) 2>/dev/null && echo REACHED || echo refused
touch learnt; until [ -e swapped ]; do sleep 0.1; done
(exec 3<>/dev/udp/127.0.0.1/9) 2>/dev/null && echo REACHED || echo refused
SH
drive flows --swap more.img 1 -- bash carries.sh > said 2>/dev/null & drive=$!
await [ -s "$P/driven.swaps" ]; await [ -e learnt ]; touch swapped; wait $drive
expect '{"swaps":1} refused refused' "$(echo $(cat "$P/driven.swaps" said))" carried
rm -f learnt swapped "$P/driven.swaps"
drive flows --swap others.img 1 -- bash carries.sh > said 2>/dev/null & drive=$!
await [ -s "$P/driven.swaps" ]; await [ -e learnt ]; touch swapped; wait $drive
expect '{"swaps":-1} refused refused' "$(echo $(cat "$P/driven.swaps" said))" 'not carried'`,
  },
  {
    id: 'swap-run',
    everyday: true,
    says: '`rein policy swap` puts a live run under another policy: labels and gates stay, and the record tells',
    tiers: ['lsm', 'fmodret'],
    policies: {
      one: `source SECRET = file "$D/sec.env"
rule no-net:
  block connect "127.0.0.1:9" if SECRET unless after write "$D/opened"`,
      two: `source OTHER = file "$D/other"
source SECRET = file "$D/sec.env"
rule no-third:
  block read "$D/third" unless after write "$D/never"
rule carried:
  block connect "127.0.0.1:10" if OTHER or SECRET
  block connect "127.0.0.1:9" if SECRET unless after write "$D/opened"`,
      other: 'rule other:\n  block connect "127.0.0.1:9" if lineage-includes exec "true"',
    },
    script: `
for file in sec.env third other; do echo x > $file; done
cat > carries.sh <<'SH'
reach() { (exec 3<>/dev/udp/127.0.0.1/$1) 2>/dev/null && echo $1 || echo refused; }
read line < sec.env
reach 9; cat third; echo > opened; reach 9
touch learnt; until [ -e swapped ]; do sleep 0.1; done
reach 9; reach 10; cat third 2>/dev/null || echo refused
SH
governed one -- bash carries.sh > said 2>/dev/null & rein=$!
await [ -e learnt ]
rein policy swap last other.yaml 2> refused && { echo "a new lineage was taken" >&2; exit 1; }
grep -q CLI035 refused || { cat refused >&2; exit 1; }
rein policy swap last two.yaml --reason 'more rules' >&2 || exit 1
touch swapped; wait $rein
expect 'refused x 9 9 refused refused' "$(echo $(cat said))" carried
grep -q '"kind":"policy".*"reason":"more rules"' "$P/events" || { echo "no word of the swap" >&2; exit 1; }
rules=$(grep '"kind":"match"' "$P/events" | grep -o '"rule":"[^"]*"' | cut -d'"' -f4)
expect 'no-net carried no-third' "$(echo $rules)" rules`,
  },
  {
    id: 'swap-met',
    says: 'what a program met at its exec stays when the policy is swapped, and no policy that asks about other programs is taken',
    policies: {
      one: `source SECRET = file "$D/sec.env"
rule met:
  block write "$D/kept" if lineage-includes exec "outer.sh"
  block exec "late.sh" if SECRET
  block exec "true" if lineage-includes exec "never.sh"`,
      two: `source SECRET = file "$D/sec.env"
rule third:
  block read "$D/third"
rule met:
  block exec "late.sh" if SECRET
  block exec "true" if lineage-includes exec "never.sh"
  block write "$D/kept" if lineage-includes exec "outer.sh"`,
      other: 'rule other:\n  block write "$D/kept" if lineage-includes exec "late.sh"',
      fewer: `source SECRET = file "$D/sec.env"
rule met:
  block exec "false" if SECRET`,
      none: 'rule third:\n  block read "$D/third"',
    },
    script: `
for file in sec.env third kept; do echo x > $file; done
cat > outer.sh <<'SH'
#!/bin/bash
./late.sh
SH
cat > late.sh <<'SH'
#!/bin/bash
cat third; touch learnt; until [ -e swapped ]; do sleep 0.1; done
bash -c 'cat third || echo refused; echo y > kept && echo written || echo refused' 2>/dev/null
true && echo true
read line < sec.env && echo "read" || echo refused
SH
chmod +x outer.sh late.sh
governed one -- ./outer.sh > said 2>/dev/null & rein=$!
await [ -e learnt ]
taken() { rein policy swap last $1.yaml 2> why && echo taken || { grep -q CLI035 why && echo refused; }; }
expect 'refused refused taken' "$(taken other) $(taken fewer) $(taken two)" swaps
touch swapped; await grep -q true said; await [ "$(wc -l < said)" -ge 5 ]
expect 'x refused refused true refused' "$(echo $(cat said))" carried
wait $rein
rm said learnt swapped
governed one -- ./outer.sh > said 2>/dev/null & rein=$!
await [ -e learnt ]
expect 'taken refused' "$(taken none) $(taken one)" 'none, and again'
touch swapped; wait $rein
expect 'x refused written true read' "$(echo $(cat said))" 'nobody asks'`,
  },
  {
    id: 'swap-names',
    says: 'host names of a policy that is swapped in hold from its first decision on, and those that stay do too',
    tiers: ['lsm', 'fmodret'],
    policies: {
      one: 'rule old:\n  block connect "here.test"',
      two: `rule more:
  block read "$D/third"
  block connect "there.test"
rule old:
  block connect "here.test"`,
      only: 'rule only:\n  block connect any unless target "there.test"',
      none: 'rule third:\n  block read "$D/third"',
    },
    script: `
echo 'hosts: files' > /etc/nsswitch.conf
grep -q there.test /etc/hosts || echo '127.0.0.78 there.test' >> /etc/hosts
grep -q here.test$ /etc/hosts && grep -q '77 here.test' /etc/hosts || echo '127.0.0.77 here.test' >> /etc/hosts
cat > reaches.py <<'PY'
import os, socket, time
def reach(last):
    try:
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM).connect((f"127.0.0.{last}", 9))
        return "reached"
    except PermissionError:
        return "refused"
for step in range(5):
    if step:
        # What was decided just now is remembered: a swap must not be met by that.
        while not os.path.exists(f"swapped-{step}"):
            reach(77), reach(78)
    print(reach(77), reach(78), reach(79), flush=True)
PY
governed one -- python3 reaches.py > said 2>errors & rein=$!
lines() { [ "$(wc -l < said)" -ge "$1" ]; }
step=0
for policy in two none two only; do
  step=$((step + 1)); await lines $step
  rein policy swap last $policy.yaml >&2 || exit 1
  touch swapped-$step
done
wait $rein
expect 'refused reached reached refused refused reached reached reached reached refused refused reached refused reached refused' "$(echo $(cat said))" "$(tail -n 1 errors)"
grep -q '"no_policy":[1-9]' "$P/events" && { echo "counted as without a policy" >&2; exit 1; }
true`,
  },
];
