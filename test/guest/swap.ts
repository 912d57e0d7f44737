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
# Both policies were asked.
for clause in 0 1; do grep -q '"decisive":'$clause "$P/driven" || { echo "clause $clause: never" >&2; exit 1; }; done`,
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
];
