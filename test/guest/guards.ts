import type { Check } from './check.js';

/** Each way to set a source route, and what is set besides by ordinary programs. */
const routes = `
import errno, socket, struct
SOL_IP, SOL_IPV6 = 0, 41
v4 = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
v6 = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)
tcp = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
loose = bytes([131, 7, 4, 127, 0, 0, 2, 0])
segments = bytes([0, 2, 4, 0, 0, 0, 0, 0]) + socket.inet_pton(socket.AF_INET6, "::1")
def with_it(level, kind, data, padded=b""):
    part = struct.pack("Qii", 16 + len(data), level, kind) + data
    return part + bytes(-len(part) % 8) + padded
lease = socket.inet_pton(socket.AF_INET6, "::1") + struct.pack("!IBBHHHI", 0, 0, 1, 0x100, 0, 0, 0)
def said(what, does):
    try:
        does()
        print(what, "done")
    except OSError as error:
        print(what, "refused" if error.errno == errno.EPERM else "done")
def plain(what, does):
    does()
    print(what, "done")
here4, here6 = ("127.0.0.1", 9), ("::1", 9)
plain("tos", lambda: v4.setsockopt(SOL_IP, socket.IP_TOS, 16))
plain("class", lambda: v6.setsockopt(SOL_IPV6, socket.IPV6_TCLASS, 16))
plain("nodelay", lambda: tcp.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1))
plain("tos-sent", lambda: v4.sendmsg([b"x"], [(SOL_IP, socket.IP_TOS, struct.pack("i", 16))], 0, here4))
plain("both-sent", lambda: v6.sendmsg([b"x"], [(SOL_IPV6, socket.IPV6_TCLASS, struct.pack("i", 16)),
    (SOL_IPV6, socket.IPV6_HOPLIMIT, struct.pack("i", 9))], 0, here6))
said("options", lambda: v4.setsockopt(SOL_IP, socket.IP_OPTIONS, loose))
said("options-sent", lambda: v4.sendmsg([b"x"], [(SOL_IP, 7, loose)], 0, here4))
said("second-sent", lambda: v6.sendmsg([b"x"], [(SOL_IPV6, socket.IPV6_TCLASS, struct.pack("i", 16)),
    (SOL_IPV6, socket.IPV6_RTHDR, segments)], 0, here6))
said("older-sent", lambda: v6.sendmsg([b"x"], [(SOL_IPV6, 5, segments)], 0, here6))
said("packet-options", lambda: v6.setsockopt(SOL_IPV6, 6, with_it(SOL_IPV6, 5, segments)))
said("label", lambda: v6.setsockopt(SOL_IPV6, 32, lease + with_it(SOL_IPV6, socket.IPV6_RTHDR, segments)))
said("header", lambda: v6.setsockopt(SOL_IPV6, socket.IPV6_RTHDR, segments))
`;

const ordinary = ['tos', 'class', 'nodelay', 'tos-sent', 'both-sent'];
const routed = [
  ...['options', 'options-sent', 'second-sent', 'older-sent', 'packet-options', 'label', 'header'],
];
const all = (names: readonly string[], result: string): string[] =>
  names.map((name) => `${name} ${result}`);

/** Takes time, memory and room from \`pid\`; most that a process may do to another of its user. */
const slower = `
import ctypes, errno, os, resource, sys
libc, node = ctypes.CDLL(None, use_errno=True), ctypes.c_ulong(1)
def call(number, *args):
    if libc.syscall(number, *args) < 0:
        raise OSError(ctypes.get_errno(), "")
def said(does):
    try:
        does()
        return "done"
    except OSError as error:
        return "refused" if error.errno == errno.EPERM else errno.errorcode[error.errno]
def all_of(pid):
    batch = os.sched_param(0)
    limits = resource.prlimit(pid, resource.RLIMIT_CPU)
    return " ".join(map(said, [
        lambda: os.setpriority(os.PRIO_PROCESS, pid, 1),
        lambda: os.setpriority(os.PRIO_PGRP, os.getpgid(pid), 1),
        lambda: call(251, 1, pid, 3 << 13),
        lambda: os.sched_setscheduler(pid, os.SCHED_BATCH, batch),
        lambda: os.sched_setaffinity(pid, {0}),
        lambda: resource.prlimit(pid, resource.RLIMIT_CPU, limits),
        lambda: call(256, pid, 2, ctypes.byref(node), ctypes.byref(node)),
        lambda: call(279, pid, 0, None, None, None, 0),
    ]))
print(said(lambda: os.setpriority(os.PRIO_USER, 0, 1)))
for pid in sys.argv[1:]:
    print(all_of(int(pid)))
`;

export const GUARD_CHECKS: readonly Check[] = [
  {
    id: 'source-routes',
    says: 'a source route is refused where the policy is about endpoints, by whatever way it is set, and nothing else is',
    tiers: ['lsm', 'fmodret'],
    policies: {
      net: 'rule no-net:\n  block connect "10.9.9.9"',
      files: 'rule no-file:\n  block read "$D/secret"',
    },
    script: `
cat > routes.py <<'PY'
${routes}
PY
expect '${[...all(ordinary, 'done'), ...all(routed, 'refused')].join(' ')}' "$(echo $(govern net -- python3 routes.py 2>errors))" "endpoints: $(tail -n 1 errors)"
expect '${[...all(ordinary, 'done'), ...all(routed, 'done')].join(' ')}' "$(echo $(govern files -- python3 routes.py 2>errors))" "files: $(tail -n 1 errors)"`,
  },
  {
    id: 'control-groups',
    says: 'a governed process does not write to control groups, of either version: it reads them, and others write',
    tiers: ['lsm', 'fmodret'],
    policies: { files: 'rule no-file:\n  block read "$D/secret"' },
    script: `
groups=/sys/fs/cgroup/rein-$TIER; mkdir $groups
mkdir older; busybox mount -t cgroup -o none,name=rein older || echo 'no older version here' >&2
cat > groups.sh <<'SH'
for file in "$1/cgroup.procs" older/cgroup.procs; do
  [ -e "$file" ] || continue
  (echo $PPID > "$file") 2>/dev/null && echo moved
  head -n 1 "$file" > /dev/null && echo read
done
mkdir "$1/below" && rmdir "$1/below" && echo made
SH
govern files -- bash groups.sh $groups > said 2>/dev/null
[ -e older/cgroup.procs ] && expected='read read made' || expected='read made'
expect "$expected" "$(echo $(cat said))" governed
grep -q '"kind":"guard".*"guard":"control"' "$P/events" || { echo "no word of it" >&2; exit 1; }
bash -c 'echo $$ > "$1/cgroup.procs" && cat /proc/self/cgroup' - $groups > outside
grep -q "rein-$TIER" outside || { echo "nobody else may write" >&2; exit 1; }
busybox umount older; rmdir $groups`,
  },
  {
    id: 'engine-priority',
    says: 'a governed process takes no time, memory or room from the engine and its keeper, and may from its own',
    tiers: ['lsm', 'fmodret'],
    policies: { files: 'rule no-file:\n  block read "$D/secret"' },
    script: `
cat > slower.py <<'PY'
${slower}
PY
cat > slower.sh <<'SH'
for comm in /proc/[0-9]*/comm; do
  [ "$(cat $comm 2>/dev/null)" = rein-keeper ] && keeper="\${comm//[!0-9]/}"
done
setsid sleep 1000 & own=$!
python3 slower.py $PPID $keeper $own
cut -d' ' -f19 /proc/$PPID/stat
kill $own
SH
none=$(printf 'refused %.0s' $(seq 8)); each=$(printf 'done %.0s' $(seq 8))
expect "refused $none$none\${each}0" "$(echo $(govern files -- bash slower.sh 2>errors))" "$(tail -n 1 errors)"`,
  },
  {
    id: 'engine-owner',
    says: 'a descriptor whose owner is the engine sends it no signal, whoever writes',
    tiers: ['lsm', 'fmodret'],
    policies: { files: 'rule no-file:\n  block read "$D/secret"' },
    script: `
cat > owner.py <<'PY'
import fcntl, os, sys, time
engine, own = int(sys.argv[1]), int(sys.argv[2])
for name, owner in (("to-engine", engine), ("to-own", own)):
    fd = os.open(name, os.O_RDWR | os.O_NONBLOCK)
    fcntl.fcntl(fd, 10, 9)
    fcntl.fcntl(fd, fcntl.F_SETOWN, owner)
    fcntl.fcntl(fd, fcntl.F_SETFL, os.O_ASYNC | os.O_NONBLOCK)
open("set", "w")
while not os.path.exists("written"): time.sleep(0.1)
time.sleep(0.1)
PY
cat > owner.sh <<'SH'
sleep 1000 & own=$!
python3 owner.py $PPID $own
wait $own; echo $?; cat /proc/$PPID/comm
SH
mkfifo to-engine to-own || python3 -c 'import os; os.mkfifo("to-engine"); os.mkfifo("to-own")'
governed files -- bash owner.sh > said 2>errors & rein=$!
await [ -e set ]
bash -c 'echo x 1<> to-own >&1; echo x 1<> to-engine >&1'; touch written
wait $rein
expect '137 rein-engine' "$(echo $(cat said))" "$(tail -n 1 errors)"`,
  },
];
