import type { Check } from './check.js';

/** One operation that can be asked about: how it is done and how one sees that it was done. */
interface Held {
  readonly op: string;
  readonly rule: string;
  /** Does the operation; its status is that of the operation. */
  readonly does: string;
}

const HELD: readonly Held[] = [
  { op: 'exec', rule: 'ask exec "**/true"', does: '/usr/bin/true' },
  { op: 'open', rule: 'ask read "$D/asked"', does: 'cat asked >/dev/null' },
  { op: 'write', rule: 'ask write "$D/asked"', does: 'echo x > asked' },
  { op: 'create', rule: 'ask write "$D/new"', does: 'echo x > new' },
  { op: 'unlink', rule: 'ask unlink "$D/asked"', does: 'rm asked 2>/dev/null' },
  { op: 'rename', rule: 'ask write "$D/moved"', does: 'mv asked moved 2>/dev/null' },
  {
    op: 'connect',
    rule: 'ask connect "127.0.0.1"',
    does: '(exec 3<>/dev/udp/127.0.0.1/9) 2>/dev/null',
  },
];

function holdCheck({ op, rule, does }: Held): Check {
  const status = `bash -c '${does}' && echo done || echo refused`;
  return {
    id: `ask-${op}`,
    says: `${op} waits for an answer: approved it goes through, denied it fails`,
    policies: { asks: `rule asks:\n  ${rule}\n  because "ask"` },
    script: `
echo x > asked
expect refused "$(govern asks --ask deny -- bash -c "${status.replaceAll('"', '\\"')}" 2>/dev/null)" denied
rm -f asked new moved; echo x > asked
expect done "$(govern asks --ask allow -- bash -c "${status.replaceAll('"', '\\"')}" 2>/dev/null)" approved`,
  };
}

const threads = `
import threading, time, sys
count = 0
def spin():
    global count
    while True:
        count += 1
        time.sleep(0.001)
for _ in range(3):
    threading.Thread(target=spin, daemon=True).start()
result = []
def ask():
    try:
        open("asked").read(); result.append("done")
    except PermissionError:
        result.append("refused")
t = threading.Thread(target=ask); t.start(); t.join()
before = count; time.sleep(0.1)
print(result[0] if count > before else "stuck")
`;

const handler = `
import signal
signal.signal(signal.SIGCONT, lambda *_: None)
try:
    open("asked").read(); print("done")
except PermissionError:
    print("refused")
`;

const crowd = `
import threading
said = []
def ask(together):
    together.wait()
    try:
        open("asked").read(); said.append("done")
    except PermissionError:
        said.append("refused")
for _ in range(40):
    together = threading.Barrier(4)
    crowd = [threading.Thread(target=ask, args=(together,)) for _ in range(4)]
    for thread in crowd: thread.start()
    for thread in crowd: thread.join()
print(len(said), said.count("done"))
`;

const asks = { asks: 'rule asks:\n  ask read "$D/asked"\n  because "ask"' };

function pythonCheck(id: string, says: string, program: string): Check {
  return {
    id,
    says,
    policies: asks,
    script: `
echo x > asked
cat > program.py <<'PY'
${program}
PY
expect refused "$(govern asks --ask deny -- python3 program.py 2>/dev/null)" denied
expect done "$(govern asks --ask allow -- python3 program.py 2>/dev/null)" approved`,
  };
}

export const HOLD_CHECKS: readonly Check[] = [
  ...HELD.map(holdCheck),
  pythonCheck('ask-threads', 'a process with threads is held as a whole and goes on', threads),
  pythonCheck('ask-sigcont', 'a process that handles SIGCONT is held all the same', handler),
  {
    id: 'ask-crowd',
    everyday: true,
    says: 'threads at the same action at once: none hangs, and as many pass as were approved',
    policies: asks,
    script: `
echo x > asked
cat > program.py <<'PY'
${crowd}
PY
said=$(govern asks --ask allow -- python3 program.py 2>/dev/null)
approved=$(grep '"kind":"match"' "$P/events" | grep -c '"outcome":"approved"')
expect "160 $approved" "$said" crowd`,
  },
  {
    id: 'ask-many',
    says: 'more processes wait than there is room for: those beyond are refused, and none hangs',
    policies: asks,
    script: `
echo x > asked
cat > program.py <<'PY'
import os
def ask():
    try: open("asked").close()
    except PermissionError: os._exit(7)
    os._exit(0)
for _ in range(280):
    if os.fork() == 0: ask()
print(sum(os.wait()[1] >> 8 == 7 for _ in range(280)))
PY
expect 280 "$(govern asks --ask wait=5s -- python3 program.py 2>/dev/null)" many`,
  },
  {
    id: 'ask-orphan',
    says: 'when the engine is killed while a call is held, the call is refused',
    tiers: ['lsm', 'fmodret'],
    policies: asks,
    script: `
echo x > asked
governed asks --ask wait=60s -- bash -c 'cat asked > got 2>/dev/null && echo done > end || echo refused > end' 2>/dev/null &
rein=$!
await grep -q '"kind":"hold"' "$P/events"
kill -9 $(engine_of $rein); wait $rein 2>/dev/null
await [ -s end ]
expect refused "$(cat end)" orphan`,
  },
  {
    id: 'ask-answered',
    says: 'a person approves one hold and denies the next, from another process',
    policies: asks,
    script: `
echo x > asked
governed asks --ask wait=120s -- bash -c 'cat asked 2>/dev/null && cat asked 2>/dev/null || echo refused' > said 2>/dev/null &
rein=$!
held() { rein approvals --json | grep -q '"id"'; }
id() { rein approvals --json | grep -o '"id":"[^"]*"' | head -n 1 | cut -d'"' -f4; }
await held; rein approve "$(id)" >&2
await [ -s said ]
await held; rein deny "$(id)" >&2
wait $rein
expect 'x refused' "$(echo $(cat said))" answers`,
  },
  {
    id: 'ask-again',
    says: 'what a person denied is denied to the same process again, and another one is asked about',
    policies: { writes: 'rule w:\n  ask write "$D/asked"\n  because "w"' },
    script: `
governed writes --ask wait=120s -- bash -c 'echo > asked; echo > asked; (echo > asked && echo through)' > said 2>/dev/null &
rein=$!
held() { rein approvals --json | grep -q '"id"'; }
id() { rein approvals --json | grep -o '"id":"[^"]*"' | head -n 1 | cut -d'"' -f4; }
await held; rein deny "$(id)" >&2
await held; rein approve "$(id)" >&2
wait $rein
expect through "$(cat said)" answer
expect 2 "$(grep -c '"kind":"hold"' "$P/events")" holds`,
  },
];
