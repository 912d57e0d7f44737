import type { Check } from './check.js';

/** Objects of one run that can carry labels: REIN_RUN_LABELS_MAX in kernel/bpf/shared.h. */
const labelsMax = 65536;

/** Labels one address after the other. Each send is asked about before it is found to lead nowhere. */
const fill = `
import errno, socket, sys
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
open("sec.env").read()
print("begun", flush=True)  # so that what it prints to has its label already
sent = 0
for address in ("10.0.0.1", "10.0.0.2"):
    for port in range(1, 65536):
        try:
            s.sendto(b"x", (address, port))
        except PermissionError:
            print("full after", "all" if sent >= ${labelsMax - 16} else sent, flush=True)
            sys.exit()
        except OSError:
            pass
        sent += 1
print("never full", flush=True)
`;

export const BOUND_CHECKS: readonly Check[] = [
  {
    id: 'full-labels',
    says: 'when a run has labelled all that it may, more is refused and counted, and other runs go on',
    tiers: ['lsm', 'fmodret'],
    policies: {
      flows: `source SECRET = file "$D/sec.env"
rule no-exfil:
  block connect "127.0.0.1:9" if SECRET
  because "secrets stay"`,
    },
    script: `
echo KEY=1 > sec.env; echo plain > plain
cat > fill.py <<'PY'
${fill}
PY
cat > fills.sh <<'SH'
python3 fill.py > filled
bash -c 'cat sec.env > copy' 2>/dev/null && echo kept || echo refused
bash -c 'cat plain > other' && echo plain
touch full; until [ -e end ]; do sleep 0.1; done
SH
governed flows -- bash fills.sh > said 2>/dev/null & rein=$!
await [ -e full ]
beside=$(rein run --engine "$TIER" --policy flows.yaml -- bash -c 'cat sec.env > beside && echo kept' 2>/dev/null)
touch end; wait $rein
expect 'begun full after all' "$(echo $(cat filled))" 'room of a run'
expect 'refused plain' "$(echo $(cat said))" full
expect kept "$beside" 'another run'
roomless=$(grep -o '"no_label_room":[0-9]*' "$P/events" | cut -d: -f2)
[ "$roomless" -gt 0 ] || { echo "nothing was counted: $roomless" >&2; exit 1; }`,
  },
  {
    id: 'budgets',
    says: 'writes, connections and processes are counted where they are let through, and end at the limit',
    tiers: ['lsm', 'fmodret'],
    policies: {},
    images: {
      budgets: `rule writes:
  block write "**" if after approval "rein/budget-writes" unless target "/dev/{null,tty}"
  because "writes"
rule connects:
  block connect any if after approval "rein/budget-connects"
  because "connects"
rule processes:
  block exec "**" if after approval "rein/budget-processes"
  because "processes"`,
    },
    script: `
# -B: python writes down what it compiled.
cat > writes.py <<'PY'
import os, threading
done = []
def many(n):
    for i in range(20):
        try:
            open("/dev/null", "w").close()
            os.close(os.open(f"made-{n}-{i}", os.O_CREAT | os.O_WRONLY))
            done.append(1)
        except PermissionError:
            pass
threads = [threading.Thread(target=many, args=(n,)) for n in range(4)]
[t.start() for t in threads]; [t.join() for t in threads]
print(len(done))
PY
cat > connects.py <<'PY'
import socket
done = 0
for i in range(10):
    try:
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM).connect(("127.0.0.1", 9 + i)); done += 1
    except PermissionError:
        pass
print(done)
PY
cat > processes.py <<'PY'
import os, time
done = refused = 0
for i in range(10):
    try:
        if os.fork() == 0:
            time.sleep(600)
        done += 1
    except BlockingIOError:
        refused += 1
try:
    os.execv("/usr/bin/true", ["true"])
except PermissionError:
    print(done, refused, "no exec", flush=True)
os.killpg(0, 9)
PY
expect 7 "$(drive budgets --limit writes=7 -- python3 -B writes.py 2>/dev/null)" writes
expect 7 "$(ls | grep -c made-)" files
grep -q '"kind":"gate".*budget-writes' "$P/driven" || { echo "no gate opened" >&2; exit 1; }
expect 3 "$(drive budgets --limit connects=3 -- python3 -B connects.py 2>/dev/null)" connects
expect '4 6 no exec' "$(drive budgets --limit processes=5 -- setsid python3 -B processes.py 2>/dev/null)" processes`,
  },
];
